package dev.sluice.events.report;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.field.Fields;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/// A device says what it runs, and what happened to it lately.
///
/// @param device which device
/// @param epoch its enrolment, 0 or more
/// @param products what it is configured to run: these and no others it takes; empty from earlier
///     agents, which did not say
/// @param running what it runs, each product once, at most [Running#MAX_PRODUCTS]
/// @param steps steps of updates that it has not told yet, in their order, at most
///     [UpdateStep#MAX_STEPS]; a step may come again
/// @param ringsFormat the highest format version of rings documents that it reads, 1 or more;
///     [RingsDocument#UNSAID_VERSION] from earlier agents, which did not say
/// @param flags what it says of the flags that its ring has switched off; an agent keeps one
///     product
public record DeviceReported(
    DeviceId device,
    long epoch,
    SortedSet<ProductName> products,
    List<Running> running,
    List<UpdateStep> steps,
    long ringsFormat,
    DeviceFlags flags)
    implements DeviceReport {
  /// The CloudEvents type.
  public static final String TYPE = "device.reported";

  private static final long LOWEST_FORMAT = 1;

  /// Checks epoch, lists and format.
  public DeviceReported {
    products = Fields.requireProducts(products);
    running = List.copyOf(running);
    steps = List.copyOf(steps);
    Fields.require(epoch >= 0, "epoch out of range: " + epoch);
    Running.requireList(running);
    Fields.require(
        UpdateStep.isList(steps), "expected at most " + UpdateStep.MAX_STEPS + " steps: " + steps);
    Fields.require(ringsFormat >= LOWEST_FORMAT, "format out of range: " + ringsFormat);
  }

  /// A report without steps, of an agent that reads every format of this version.
  public DeviceReported(
      DeviceId device, long epoch, SortedSet<ProductName> products, List<Running> running) {
    this(device, epoch, products, running, List.of(), RingsDocument.LATEST_VERSION);
  }

  /// A report of a device that has no flags off.
  public DeviceReported(
      DeviceId device,
      long epoch,
      SortedSet<ProductName> products,
      List<Running> running,
      List<UpdateStep> steps,
      long ringsFormat) {
    this(device, epoch, products, running, steps, ringsFormat, DeviceFlags.NONE);
  }

  /// The same, that does not say which products the device takes.
  public DeviceReported(DeviceId device, long epoch, List<Running> running) {
    this(device, epoch, Collections.emptySortedSet(), running);
  }

  @Override
  public String key() {
    return device.value();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    var json =
        Fields.put(
            JsonObject.builder().put("device", device.value()).put("epoch", epoch), products);
    json.put("running", Running.toJson(running));
    if (!steps.isEmpty()) {
      json.put("steps", UpdateStep.toJson(steps));
    }
    return Fields.putFlags(Fields.putRingsFormat(json, ringsFormat), flags).build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static DeviceReported fromData(JsonObject data) throws MalformedJsonException {
    return new DeviceReported(
        Fields.device(data),
        Fields.count(data, "epoch"),
        Fields.products(data),
        Running.listFromJson(data, "running"),
        data.has("steps") ? UpdateStep.listFromJson(data, "steps") : List.of(),
        Fields.ringsFormat(data, LOWEST_FORMAT),
        Fields.flags(data));
  }
}
