package dev.sluice.events.release;

import dev.sluice.events.field.Fields;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// The product role vouches for a release, and the covering timestamp is in the store.
///
/// @param release which release
/// @param counter its counter
/// @param rollbackFloor as in the manifest, 0 to `counter`
/// @param manifest SHA-256 of its manifest
/// @param versions the metadata that covers it
/// @param start how its rollout starts, as its publisher asked
/// @param policyVersion the policy version that its rollout waits for, or 0 for whatever applies
public record ReleaseSigned(
    ReleaseId release,
    long counter,
    long rollbackFloor,
    Digest manifest,
    MetadataVersions versions,
    StartRequest start,
    long policyVersion)
    implements ReleaseEvent {
  /// The CloudEvents type.
  public static final String TYPE = "release.signed";

  /// Checks the numbers.
  public ReleaseSigned {
    Fields.requireCounter(counter);
    Fields.require(
        rollbackFloor >= 0 && rollbackFloor <= counter, "floor out of range: " + rollbackFloor);
    Fields.requirePolicyVersion(policyVersion);
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
        .put("rollbackFloor", rollbackFloor)
        .put("manifest", manifest)
        .put("versions", versions.toJson())
        .put("start", Fields.word(start))
        .put("policyVersion", policyVersion)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static ReleaseSigned fromData(JsonObject data) throws MalformedJsonException {
    long counter = Members.requireCounter(data, "counter");
    return new ReleaseSigned(
        Members.requireRelease(data, "release"),
        counter,
        data.requireLong("rollbackFloor", 0, counter),
        data.requireDigest("manifest"),
        MetadataVersions.fromJson(data.requireObject("versions")),
        StartRequest.fromData(data),
        Fields.policyVersion(data));
  }
}
