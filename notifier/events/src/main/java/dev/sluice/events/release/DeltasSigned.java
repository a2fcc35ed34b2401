package dev.sluice.events.release;

import dev.sluice.events.field.Fields;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// Delta descriptors are signed, and the covering timestamp is in the store.
///
/// @param release which release the patches lead to
/// @param counter its counter
/// @param deltas how many descriptors are signed so far for the artifact that was built last
/// @param complete whether no more will follow
/// @param versions the metadata that covers them
public record DeltasSigned(
    ReleaseId release, long counter, int deltas, boolean complete, MetadataVersions versions)
    implements ReleaseEvent {
  /// The CloudEvents type.
  public static final String TYPE = "deltas.signed";

  /// Checks the numbers.
  public DeltasSigned {
    Fields.requireCounter(counter);
    Fields.require(deltas >= 0, "number of deltas out of range: " + deltas);
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
        .put("deltas", deltas)
        .put("complete", complete)
        .put("versions", versions.toJson())
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static DeltasSigned fromData(JsonObject data) throws MalformedJsonException {
    return new DeltasSigned(
        Members.requireRelease(data, "release"),
        Members.requireCounter(data, "counter"),
        Fields.smallCount(data, "deltas"),
        data.requireBoolean("complete"),
        MetadataVersions.fromJson(data.requireObject("versions")));
  }
}
