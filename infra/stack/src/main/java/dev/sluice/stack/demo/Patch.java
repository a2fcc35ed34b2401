package dev.sluice.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.tuf.digest.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A patch of a release, as the publisher's API shows it.
///
/// @param kind `full`: from nothing, the artifact compressed; `base`: from an earlier artifact;
///     `chain`: several in a row
/// @param base the artifact that it applies to; empty for `full`
/// @param bytes of all the patches it takes
record Patch(String kind, Optional<Digest> base, long bytes) {
  static List<Patch> of(JsonNode release) {
    List<Patch> patches = new ArrayList<>();
    for (JsonNode patch : release.path("patches")) {
      String base = patch.path("base").asText();
      boolean isFull = base.equals("none");
      String kind = isFull ? "full" : patch.path("patches").size() > 1 ? "chain" : "base";
      patches.add(
          new Patch(
              kind,
              isFull ? Optional.empty() : Optional.of(Digest.parse(base)),
              patch.path("patchBytes").asLong()));
    }
    return patches;
  }

  static Optional<Patch> find(List<Patch> patches, Digest base) {
    return patches.stream().filter(patch -> patch.base().equals(Optional.of(base))).findFirst();
  }
}
