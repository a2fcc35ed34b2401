package dev.sluice.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.release.ReleaseId;
import dev.sluice.stack.Pipeline;
import dev.sluice.stack.Pipeline.Egress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells what happens to one release while it goes its way: when it is signed, which patches there
/// are and what they save, which tier sent what. Each thing once.
final class Story {
  private final Pipeline pipeline;
  private final ReleaseId release;
  private final Display display;
  private final Instant started = Instant.now();
  private final Egress before;
  private final Set<String> told = new HashSet<>();

  Story(Pipeline pipeline, ReleaseId release, Display display) {
    this.pipeline = pipeline;
    this.release = release;
    this.display = display;
    this.before = pipeline.egress();
  }

  /// Looks, and tells what is new.
  void tell() throws InterruptedException {
    JsonNode seen = pipeline.client().release(release).orElse(null);
    if (seen == null) {
      return;
    }
    if (!seen.path("state").asText().equals("published")) {
      once("signed", "signed: TUF metadata in the store vouches for " + release);
    }
    long artifactBytes = seen.path("artifacts").path(0).path("lengthBytes").asLong();
    List<Patch> patches = Patch.of(seen);
    for (Patch patch : patches) {
      once("patch " + patch.base(), sentence(patch, artifactBytes));
    }
    Egress sent = pipeline.egress().since(before);
    if (sent.tier2() > 0) {
      once("first bytes", "devices pull; tier 2 asks tier 1, and tier 1 alone asks the origin");
    }
  }

  private static String sentence(Patch patch, long artifactBytes) {
    String from = patch.base().isEmpty() ? "compressed artifact" : "patch from the release before";
    return "%s: %s, %s of the artifact"
        .formatted(
            from,
            Quantities.bytes(patch.bytes()),
            Quantities.percent((double) patch.bytes() / artifactBytes));
  }

  private void once(String key, String text) {
    if (told.add(key)) {
      display.done(text, Duration.between(started, Instant.now()));
    }
  }
}
