package dev.sluice.events.release;

import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A person wants a release vouched for no longer; the signer answers with [ReleaseWithdrawn].
///
/// @param release which release
/// @param counter its counter
/// @param reason why, for people
/// @param by who ordered it
public record WithdrawalOrdered(ReleaseId release, long counter, String reason, String by)
    implements ArtifactEvent {
  /// The CloudEvents type.
  public static final String TYPE = "withdrawal.ordered";

  /// Checks counter and texts.
  public WithdrawalOrdered {
    Fields.requireCounter(counter);
    Fields.requireText(reason);
    Fields.requireText(by);
  }

  @Override
  public String key() {
    return release + "/" + TYPE;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    return JsonObject.builder()
        .put("release", release.toString())
        .put("counter", counter)
        .put("reason", reason)
        .put("by", by)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static WithdrawalOrdered fromData(JsonObject data) throws MalformedJsonException {
    return new WithdrawalOrdered(
        Members.requireRelease(data, "release"),
        Members.requireCounter(data, "counter"),
        Fields.text(data, "reason"),
        Fields.text(data, "by"));
  }
}
