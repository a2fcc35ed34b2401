package dev.sluice.events.command;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// Somebody let a rollout past the gate of a wave, whatever the gate says. It names the wave, so
/// that an order which comes twice passes one gate.
///
/// @param ring the ring that the rollout was seen in
/// @param wave the wave that it was seen in, from 1
/// @param by who ordered it
/// @param reason why, for the audit log
public record WavePromoted(RolloutId rollout, String ring, int wave, String by, String reason)
    implements RolloutOrder {
  /// The CloudEvents type.
  public static final String TYPE = "wave.promoted";

  /// Checks name, number and texts.
  public WavePromoted {
    Fields.require(Ring.isName(ring), "not a ring name: " + ring);
    Fields.require(wave >= 1, "waves are counted from 1, got " + wave);
    Fields.requireText(by);
    Fields.requireText(reason);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    return JsonObject.builder()
        .put("rollout", rollout.toString())
        .put("ring", ring)
        .put("wave", wave)
        .put("by", by)
        .put("reason", reason)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static WavePromoted fromData(JsonObject data) throws MalformedJsonException {
    return new WavePromoted(
        Fields.rollout(data, "rollout"),
        Fields.ring(data, "ring"),
        (int) data.requireLong("wave", 1, Integer.MAX_VALUE),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
