package dev.sluice.rollout.device;

import dev.sluice.events.EventCodec;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the records of devices that an earlier version wrote, as JSON.
final class EarlierRecords {
  /// The first byte of each.
  static final int FORM = '{';

  private static final JsonLimits LIMITS = JsonLimits.ofLength(1L << 20);

  private EarlierRecords() {}

  /// @throws IllegalArgumentException if it is anything else
  static DeviceRecord decode(byte[] bytes) {
    try {
      JsonObject json = StrictJson.parseObject(bytes, LIMITS);
      byte[] event = PlainJson.encode(json.requireObject("state"));
      if (!(EventCodec.decodeStructured(event).event() instanceof DeviceState state)) {
        throw json.malformed("state", "a device's state");
      }
      JsonObject objects = json.requireObject("outcomes");
      SortedMap<RolloutId, LatestOutcome> outcomes = new TreeMap<>();
      for (String name : objects.names()) {
        LatestOutcome outcome = outcome(ProductName.parse(name), objects.requireObject(name));
        outcomes.put(outcome.rollout(), outcome);
      }
      return new DeviceRecord(state, outcomes);
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("a device's record: " + e.getMessage(), e);
    }
  }

  private static LatestOutcome outcome(ProductName product, JsonObject json)
      throws MalformedJsonException {
    return new LatestOutcome(
        new RolloutId(product, json.requireLong("counter")),
        RolloutId.FIRST_ATTEMPT,
        Outcome.valueOf(json.requireString("outcome")),
        OutcomeReason.unknown(""),
        json.requireInstant("at"));
  }
}
