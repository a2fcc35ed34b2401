package dev.sluice.events;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.List;

/// Everything that is known of a device: its entry in the inventory.
///
/// @param device which device
/// @param epoch its enrolment, 0 or more
/// @param publicKey with which its confirmations are checked
/// @param attributes what ring selectors look at
/// @param running what it runs, each product once, at most [Running#MAX_PRODUCTS]
/// @param seenAt when it was last heard of
public record DeviceState(
    DeviceId device,
    long epoch,
    DevicePublicKey publicKey,
    DeviceAttributes attributes,
    List<Running> running,
    Instant seenAt)
    implements InventoryEvent {
  static final String TYPE = "device.state";

  /// Checks epoch, list and time.
  public DeviceState {
    running = List.copyOf(running);
    Fields.require(epoch >= 0, "epoch out of range: " + epoch);
    Running.requireList(running);
    Fields.requireTime(seenAt);
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
        .put("running", Running.toJson(running))
        .put("seenAt", seenAt)
        .build();
  }

  static DeviceState fromData(JsonObject data) throws MalformedJsonException {
    return new DeviceState(
        Fields.device(data),
        Fields.count(data, "epoch"),
        Fields.publicKey(data),
        DeviceAttributes.fromJson(data.requireObject("attributes")),
        Running.listFromJson(data, "running"),
        Fields.time(data, "seenAt"));
  }
}
