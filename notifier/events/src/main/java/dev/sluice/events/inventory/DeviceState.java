package dev.sluice.events.inventory;

import dev.sluice.events.condition.DeviceFacts;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.field.Fields;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// Everything that is known of a device: its entry in the inventory.
///
/// @param device which device
/// @param epoch its enrolment, 0 or more
/// @param publicKey with which its confirmations are checked
/// @param attributes what ring selectors look at
/// @param products what it says that it is configured to run; empty if it has not said
/// @param running what it runs, each product once, at most [Running#MAX_PRODUCTS]
/// @param ringsFormat the highest format version of rings documents that it reads, or
///     [#NOT_REPORTED]
/// @param flags what it says of the flags that its ring has switched off
/// @param seenAt when it was last heard of
public record DeviceState(
    DeviceId device,
    long epoch,
    DevicePublicKey publicKey,
    DeviceAttributes attributes,
    SortedSet<ProductName> products,
    List<Running> running,
    long ringsFormat,
    DeviceFlags flags,
    Instant seenAt)
    implements InventoryEvent {
  /// Instead of a format version, before the device has said anything.
  public static final long NOT_REPORTED = 0;

  /// The CloudEvents type.
  public static final String TYPE = "device.state";

  /// Checks epoch, lists, format and time.
  public DeviceState {
    products = Fields.requireProducts(products);
    running = List.copyOf(running);
    Fields.require(epoch >= 0, "epoch out of range: ", epoch);
    Running.requireList(running);
    Fields.require(ringsFormat >= NOT_REPORTED, "format out of range: " + ringsFormat);
    Fields.requireTime(seenAt);
  }

  /// A device that has said neither which products it takes nor which formats it reads.
  public DeviceState(
      DeviceId device,
      long epoch,
      DevicePublicKey publicKey,
      DeviceAttributes attributes,
      List<Running> running,
      Instant seenAt) {
    this(
        device,
        epoch,
        publicKey,
        attributes,
        Collections.emptySortedSet(),
        running,
        NOT_REPORTED,
        DeviceFlags.NONE,
        seenAt);
  }

  /// What conditions ask about.
  public DeviceFacts facts() {
    SortedMap<ProductName, Version> versions = new TreeMap<>();
    running.forEach(one -> versions.put(one.product(), one.version()));
    return new DeviceFacts(device, attributes, versions);
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
        JsonObject.builder()
            .put("device", device.value())
            .put("epoch", epoch)
            .put("publicKey", publicKey.hex())
            .put("attributes", attributes.toJson());
    Fields.put(json, products).put("running", Running.toJson(running));
    return Fields.putFlags(Fields.putRingsFormat(json, ringsFormat), flags)
        .put("seenAt", seenAt)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static DeviceState fromData(JsonObject data) throws MalformedJsonException {
    return new DeviceState(
        Fields.device(data),
        Fields.count(data, "epoch"),
        Fields.publicKey(data),
        DeviceAttributes.fromJson(data.requireObject("attributes")),
        Fields.products(data),
        Running.listFromJson(data, "running"),
        Fields.ringsFormat(data, NOT_REPORTED),
        Fields.flags(data),
        Fields.time(data, "seenAt"));
  }
}
