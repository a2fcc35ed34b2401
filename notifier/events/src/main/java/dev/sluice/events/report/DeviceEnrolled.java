package dev.sluice.events.report;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.field.Fields;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Collections;
import java.util.SortedSet;

/// A device belongs to the fleet.
///
/// @param device which device
/// @param epoch rises each time that the device is enrolled anew; 0 or more
/// @param publicKey with which its confirmations are checked
/// @param attributes what ring selectors look at
/// @param products what it is configured to run; empty if nobody said
public record DeviceEnrolled(
    DeviceId device,
    long epoch,
    DevicePublicKey publicKey,
    DeviceAttributes attributes,
    SortedSet<ProductName> products)
    implements DeviceReport {
  /// The CloudEvents type.
  public static final String TYPE = "device.enrolled";

  /// Checks the epoch and the products.
  public DeviceEnrolled {
    products = Fields.requireProducts(products);
    Fields.require(epoch >= 0, "epoch out of range: " + epoch);
  }

  /// A device of which nobody said which products it takes.
  public DeviceEnrolled(
      DeviceId device, long epoch, DevicePublicKey publicKey, DeviceAttributes attributes) {
    this(device, epoch, publicKey, attributes, Collections.emptySortedSet());
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
    return Fields.put(json, products).build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static DeviceEnrolled fromData(JsonObject data) throws MalformedJsonException {
    return new DeviceEnrolled(
        Fields.device(data),
        Fields.count(data, "epoch"),
        Fields.publicKey(data),
        DeviceAttributes.fromJson(data.requireObject("attributes")),
        Fields.products(data));
  }
}
