package dev.sluice.events.rings;

import dev.sluice.release.Manifest;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Set;

/// Names one release so that nothing else can be meant.
///
/// @param release product and version
/// @param counter its counter, 1 to [Manifest#MAX_COUNTER]
/// @param manifest SHA-256 of its manifest
public record ReleaseRef(ReleaseId release, long counter, Digest manifest) implements Current {
  private static final Set<String> MEMBERS = Set.of("release", "counter", "manifest");

  /// Checks the counter.
  public ReleaseRef {
    if (counter < 1 || counter > Manifest.MAX_COUNTER) {
      throw new IllegalArgumentException("counter out of range: " + counter);
    }
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("release", release.toString())
        .put("counter", counter)
        .put("manifest", manifest)
        .build();
  }

  static ReleaseRef fromJson(JsonObject object) throws MalformedJsonException {
    object.rejectUnknown(MEMBERS);
    return new ReleaseRef(
        Members.requireRelease(object, "release"),
        Members.requireCounter(object, "counter"),
        object.requireDigest("manifest"));
  }
}
