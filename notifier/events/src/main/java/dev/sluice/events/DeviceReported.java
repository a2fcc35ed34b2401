package dev.sluice.events;

import dev.sluice.events.device.DeviceId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.List;

/// A device says what it runs.
///
/// @param device which device
/// @param epoch its enrolment, 0 or more
/// @param running what it runs, each product once, at most [Running#MAX_PRODUCTS]
public record DeviceReported(DeviceId device, long epoch, List<Running> running)
    implements DeviceReport {
  static final String TYPE = "device.reported";

  /// Checks epoch and list.
  public DeviceReported {
    running = List.copyOf(running);
    Fields.require(epoch >= 0, "epoch out of range: " + epoch);
    Running.requireList(running);
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
        .put("running", Running.toJson(running))
        .build();
  }

  static DeviceReported fromData(JsonObject data) throws MalformedJsonException {
    return new DeviceReported(
        Fields.device(data), Fields.count(data, "epoch"), Running.listFromJson(data, "running"));
  }
}
