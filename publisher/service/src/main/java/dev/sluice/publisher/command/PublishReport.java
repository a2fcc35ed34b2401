package dev.sluice.publisher.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.program.remote.Progress;
import dev.sluice.publisher.store.UploadProgress;
import dev.sluice.release.ReleaseId;
import java.nio.file.Path;
import java.util.Locale;

/// Tells a person how far a publication is.
final class PublishReport {
  private static final int SHORT_DIGEST = 12;

  private final ReleaseId release;
  private final Progress progress;

  PublishReport(ReleaseId release, Progress progress) {
    this.release = release;
    this.progress = progress;
  }

  /// A file was read that far.
  void read(Path file, long readBytes, long totalBytes) {
    progress.update("read " + file.getFileName(), readBytes, totalBytes);
  }

  /// Tells how far the upload of a file is.
  UploadProgress upload(Path file) {
    return (sentBytes, totalBytes) -> {
      synchronized (progress) {
        progress.update("upload " + file.getFileName(), sentBytes, totalBytes);
      }
    };
  }

  /// A policy holds.
  void policyApplied(long version) {
    progress.say("policy of %s applied as version %d".formatted(release.product(), version));
  }

  /// The release has its counter.
  void published(JsonNode published) {
    progress.say(
        "%s published as counter %d, rollback floor %d; waiting for its signature"
            .formatted(
                release,
                published.path("counter").asLong(),
                published.path("rollbackFloor").asLong()));
  }

  /// Something happened to the release.
  void happened(String name, JsonNode data) {
    switch (name) {
      case "release.signed" -> progress.say(release + " signed");
      case "patch.built" -> progress.say(patch(data.path("patch")));
      case "patches.complete" -> progress.say("patches signed");
      default -> {}
    }
  }

  private static String patch(JsonNode patch) {
    String base = patch.path("base").asText();
    String from =
        base.length() > SHORT_DIGEST
            ? "patch from " + base.substring(0, SHORT_DIGEST)
            : "compressed whole";
    return "%s: %s, %s of %s"
        .formatted(from, bytes(patch), share(patch), Progress.bytes(resultBytes(patch)));
  }

  private static String bytes(JsonNode patch) {
    return Progress.bytes(patch.path("patchBytes").asLong());
  }

  private static long resultBytes(JsonNode patch) {
    return patch.path("resultBytes").asLong();
  }

  private static String share(JsonNode patch) {
    return String.format(
        Locale.ROOT,
        "%.1f %%",
        100.0 * patch.path("patchBytes").asLong() / Math.max(1, resultBytes(patch)));
  }

  /// All is done.
  void end(JsonNode published) {
    long counter = published.path("counter").asLong();
    JsonNode smallest = null;
    for (JsonNode patch : published.path("patches")) {
      boolean isSmaller =
          smallest == null
              || patch.path("patchBytes").asLong() < smallest.path("patchBytes").asLong();
      smallest = isSmaller ? patch : smallest;
    }
    String saving =
        smallest == null
            ? "no patch saves enough"
            : "smallest download %s instead of %s"
                .formatted(bytes(smallest), Progress.bytes(resultBytes(smallest)));
    progress.say(
        "%s is counter %d: %s; next: sluice rollout get %s/%d"
            .formatted(release, counter, saving, release.product(), counter));
  }
}
