package dev.sluice.rollout.device;

import dev.sluice.events.DeviceState;
import dev.sluice.events.EventCodec;
import dev.sluice.events.Outcome;
import dev.sluice.events.OutcomeReason;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes device records as JSON and reads them back; the state has the form of its event.
public final class DeviceRecordCodec {
  private static final String SOURCE = "notifier";
  private static final JsonLimits LIMITS = JsonLimits.ofLength(1L << 20);

  private DeviceRecordCodec() {}

  /// The record as UTF-8 JSON.
  public static byte[] encode(DeviceRecord record) {
    DeviceState state = record.state();
    var attributes = JsonObject.builder();
    EventCodec.attributes(new StampedEvent<>(state.device().value(), SOURCE, state.seenAt(), state))
        .forEach(attributes::put);
    var outcomes = JsonObject.builder();
    record
        .outcomes()
        .forEach(
            (product, latest) ->
                outcomes.put(
                    product.value(),
                    JsonObject.builder()
                        .put("rollout", latest.rollout().toString())
                        .put("outcome", latest.outcome().name())
                        .put("reason", latest.reason().toJson())
                        .put("at", latest.at())
                        .build()));
    return PlainJson.encode(
        JsonObject.builder()
            .put("state", attributes.put("data", state.toData()).build())
            .put("outcomes", outcomes.build())
            .build());
  }

  /// Reads what [#encode(DeviceRecord)] wrote.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static DeviceRecord decode(byte[] bytes) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(bytes, LIMITS);
    byte[] event = PlainJson.encode(json.requireObject("state"));
    if (!(EventCodec.decodeStructured(event).event() instanceof DeviceState state)) {
      throw json.malformed("state", "a device's state");
    }
    JsonObject objects = json.requireObject("outcomes");
    SortedMap<ProductName, LatestOutcome> outcomes = new TreeMap<>();
    for (String product : objects.names()) {
      if (!ProductName.isValid(product)) {
        throw objects.malformed(product, ProductName.SYNTAX);
      }
      outcomes.put(new ProductName(product), outcome(objects.requireObject(product)));
    }
    return new DeviceRecord(state, outcomes);
  }

  private static LatestOutcome outcome(JsonObject json) throws MalformedJsonException {
    String name = json.requireString("outcome");
    List<Outcome> outcomes =
        Arrays.stream(Outcome.values()).filter(o -> o.name().equals(name)).toList();
    if (outcomes.isEmpty()) {
      throw json.malformed("outcome", "an outcome");
    }
    return new LatestOutcome(
        Members.require(json, "rollout", RolloutId.SYNTAX, RolloutId::isValid, RolloutId::parse),
        outcomes.getFirst(),
        OutcomeReason.fromJson(json.requireObject("reason")),
        json.requireInstant("at"));
  }
}
