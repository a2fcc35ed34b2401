package dev.sluice.events.command;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// Somebody approved that a rollout begins in a ring whose policy asks for it.
///
/// @param by who approved
/// @param reason the remark, for the audit log
public record RingApproved(RolloutId rollout, String ring, String by, String reason)
    implements RolloutOrder {
  /// The CloudEvents type.
  public static final String TYPE = "ring.approved";

  /// Checks name and texts.
  public RingApproved {
    Fields.require(Ring.isName(ring), "not a ring name: " + ring);
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
        .put("by", by)
        .put("reason", reason)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RingApproved fromData(JsonObject data) throws MalformedJsonException {
    return new RingApproved(
        Fields.rollout(data, "rollout"),
        Fields.ring(data, "ring"),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
