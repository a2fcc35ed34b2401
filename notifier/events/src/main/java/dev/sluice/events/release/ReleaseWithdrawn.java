package dev.sluice.events.release;

import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// The product role vouches for a release no longer.
///
/// @param release which release
/// @param counter its counter
/// @param reason why, for people
public record ReleaseWithdrawn(ReleaseId release, long counter, String reason)
    implements ReleaseEvent {
  /// The CloudEvents type.
  public static final String TYPE = "release.withdrawn";

  /// Checks counter and text.
  public ReleaseWithdrawn {
    Fields.requireCounter(counter);
    Fields.requireText(reason);
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
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static ReleaseWithdrawn fromData(JsonObject data) throws MalformedJsonException {
    return new ReleaseWithdrawn(
        Members.requireRelease(data, "release"),
        Members.requireCounter(data, "counter"),
        Fields.text(data, "reason"));
  }
}
