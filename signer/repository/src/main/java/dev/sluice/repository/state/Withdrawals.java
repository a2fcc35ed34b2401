package dev.sluice.repository.state;

import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.Targets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// What a product role remembers of releases that it once vouched for.
///
/// It stands in the role's own document as `sluice.withdrawn`, the counter by version: clients keep
/// members that they do not know, and the store stays the only database.
public final class Withdrawals {
  private static final String SLUICE = "sluice";
  private static final String WITHDRAWN = "withdrawn";

  private Withdrawals() {}

  /// The counter of a release that was withdrawn; empty if it was not.
  public static OptionalLong find(Targets document, ReleaseId release) {
    try {
      return of(document.unrecognized()).findLong(release.version().value());
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("our own document must say what was withdrawn", e);
    }
  }

  /// The members of a role's document with some more releases.
  public static JsonObject with(JsonObject members, Map<ReleaseId, Long> releases) {
    if (releases.isEmpty()) {
      return members;
    }
    try {
      var versions = JsonObject.builder();
      JsonObject before = of(members);
      releases.forEach((release, counter) -> versions.put(release.version().value(), counter));
      before
          .members()
          .forEach(
              (version, counter) -> {
                if (!versions.has(version)) {
                  versions.put(version, counter);
                }
              });
      JsonObject sluice = members.findObject(SLUICE).orElse(JsonObject.empty());
      return JsonObject.builder()
          .putAll(members.without(Set.of(SLUICE)))
          .put(
              SLUICE,
              JsonObject.builder()
                  .putAll(sluice.without(Set.of(WITHDRAWN)))
                  .put(WITHDRAWN, versions.build())
                  .build())
          .build();
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("our own document must say what was withdrawn", e);
    }
  }

  private static JsonObject of(JsonObject members) throws MalformedJsonException {
    JsonObject sluice = members.findObject(SLUICE).orElse(JsonObject.empty());
    return sluice.findObject(WITHDRAWN).orElse(JsonObject.empty());
  }
}
