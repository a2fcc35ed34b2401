package dev.sluice.events.command;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// Somebody ordered that the devices which a rollout reached go back to an earlier release.
///
/// @param rollout the rollout that is undone
/// @param target the release to go back to
/// @param everywhere whether all rings go back at once; otherwise one after the other
/// @param by who ordered it
/// @param reason why, for the audit log
public record RollbackOrdered(
    RolloutId rollout, ReleaseId target, boolean everywhere, String by, String reason)
    implements RolloutOrder {
  /// The CloudEvents type.
  public static final String TYPE = "rollback.ordered";

  /// Checks the product and the texts.
  public RollbackOrdered {
    Fields.require(
        rollout.product().equals(target.product()),
        "rollout " + rollout + " is not of the product of " + target);
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
        .put("target", target.toString())
        .put("everywhere", everywhere)
        .put("by", by)
        .put("reason", reason)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RollbackOrdered fromData(JsonObject data) throws MalformedJsonException {
    RolloutId rollout = Fields.rollout(data, "rollout");
    ReleaseId target = Members.requireRelease(data, "target");
    if (!rollout.product().equals(target.product())) {
      throw data.malformed("target", "a release of " + rollout.product());
    }
    return new RollbackOrdered(
        rollout,
        target,
        data.requireBoolean("everywhere"),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
