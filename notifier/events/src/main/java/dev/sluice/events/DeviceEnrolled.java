package dev.sluice.events;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A device belongs to the fleet.
///
/// @param device which device
/// @param epoch rises each time that the device is enrolled anew; 0 or more
/// @param publicKey with which its confirmations are checked
/// @param attributes what ring selectors look at
public record DeviceEnrolled(
    DeviceId device, long epoch, DevicePublicKey publicKey, DeviceAttributes attributes)
    implements DeviceReport {
  static final String TYPE = "device.enrolled";

  /// Checks the epoch.
  public DeviceEnrolled {
    Fields.require(epoch >= 0, "epoch out of range: " + epoch);
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
    return JsonObject.builder()
        .put("device", device.value())
        .put("epoch", epoch)
        .put("publicKey", publicKey.hex())
        .put("attributes", attributes.toJson())
        .build();
  }

  static DeviceEnrolled fromData(JsonObject data) throws MalformedJsonException {
    return new DeviceEnrolled(
        Fields.device(data),
        Fields.count(data, "epoch"),
        Fields.publicKey(data),
        DeviceAttributes.fromJson(data.requireObject("attributes")));
  }
}
