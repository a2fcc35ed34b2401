package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.Order;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import java.nio.file.Path;
import java.time.Duration;

/// Releases that a test publishes, and rollouts that it starts and waits for.
final class TestRollouts {
  private TestRollouts() {}

  /// A release of one file.
  record Published(ReleaseId id, long counter, Digest digest) {
    RolloutId rollout() {
      return new RolloutId(id.product(), counter);
    }
  }

  /// Publishes a file, and waits for its rollout to be there and its patches to be complete.
  static Published publish(
      Pipeline pipeline, ProductName product, Path file, String version, Duration limit)
      throws Exception {
    var id = new ReleaseId(product, new Version(version));
    long counter = pipeline.client().publish(id, file);
    var rollout = new RolloutId(product, counter);
    assertThat(
            pipeline
                .client()
                .await(
                    client ->
                        client.rollout(rollout).isPresent()
                            && client
                                .release(id)
                                .filter(r -> r.path("patchesComplete").asBoolean())
                                .isPresent(),
                    limit))
        .as("release %s: %s", id, pipeline.client().release(id))
        .isTrue();
    JsonNode release = pipeline.client().release(id).orElseThrow();
    String digest = release.path("artifacts").path(0).path("sha256").asText();
    return new Published(id, counter, Digest.parse(digest));
  }

  static void start(Pipeline pipeline, RolloutId rollout) throws Exception {
    pipeline.client().order(rollout, Order.START, "test");
  }

  static void awaitCompleted(Pipeline pipeline, RolloutId rollout, Duration limit)
      throws Exception {
    assertThat(
            pipeline
                .client()
                .await(
                    client ->
                        client
                            .rollout(rollout)
                            .filter(r -> r.state().equals("completed"))
                            .isPresent(),
                    limit))
        .as("rollout %s: %s", rollout, pipeline.client().rollout(rollout))
        .isTrue();
  }
}
