package dev.sluice.events.command;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// Somebody asks the devices that failed at a rollout to try again. It names the attempt that is to
/// be made, so that an order which comes twice makes one.
///
/// @param ring the ring whose devices are asked; empty for every ring that the rollout reached
/// @param attempt the attempt to make, 2 or more
/// @param by who ordered it
/// @param reason why, for the audit log
public record RetryOrdered(RolloutId rollout, String ring, int attempt, String by, String reason)
    implements RolloutOrder {
  /// The CloudEvents type.
  public static final String TYPE = "retry.ordered";

  /// Checks name, number and texts.
  public RetryOrdered {
    Fields.require(ring.isEmpty() || Ring.isName(ring), "not a ring name: " + ring);
    Fields.require(
        attempt > RolloutId.FIRST_ATTEMPT && RolloutId.isAttempt(attempt),
        "attempt out of range: " + attempt);
    Fields.requireText(by);
    Fields.requireText(reason);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    var json = JsonObject.builder().put("rollout", rollout.toString());
    if (!ring.isEmpty()) {
      json.put("ring", ring);
    }
    return json.put("attempt", attempt).put("by", by).put("reason", reason).build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RetryOrdered fromData(JsonObject data) throws MalformedJsonException {
    return new RetryOrdered(
        Fields.rollout(data, "rollout"),
        data.has("ring") ? Fields.ring(data, "ring") : "",
        (int) data.requireLong("attempt", RolloutId.FIRST_ATTEMPT + 1L, RolloutId.MAX_ATTEMPT),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
