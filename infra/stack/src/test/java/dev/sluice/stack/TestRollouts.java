package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.command.Order;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

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
    return publish(pipeline, product, file, version, Installer.FILE, limit);
  }

  /// The same of a kind.
  static Published publish(
      Pipeline pipeline,
      ProductName product,
      Path file,
      String version,
      Installer kind,
      Duration limit)
      throws Exception {
    var id = new ReleaseId(product, new Version(version));
    long counter = pipeline.client().publish(id, file, kind);
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
    var _ = awaitState(pipeline, rollout, "completed", limit);
  }

  /// Waits until a rollout is in a state.
  static RolloutSnapshot awaitState(
      Pipeline pipeline, RolloutId rollout, String state, Duration limit) throws Exception {
    assertThat(
            pipeline
                .client()
                .await(
                    client ->
                        client.rollout(rollout).filter(r -> r.state().equals(state)).isPresent(),
                    limit))
        .as("rollout %s is to be %s: %s", rollout, state, pipeline.client().rollout(rollout))
        .isTrue();
    return pipeline.client().rollout(rollout).orElseThrow();
  }

  /// The notifier's API.
  static ApiClient api(Pipeline pipeline) {
    return new ApiClient(pipeline.context().notifier().orElseThrow(), pipeline.context().token());
  }

  /// Orders something of a rollout.
  ///
  /// @param what last part of the route, such as `retries`
  static void order(Pipeline pipeline, RolloutId rollout, String what, JsonNode body)
      throws Exception {
    try (var client = api(pipeline)) {
      var _ =
          client.post(
              "/api/v1/rollouts/" + rollout + "/" + what, body, UUID.randomUUID().toString());
    }
  }

  /// The steps that a device of the fleet tells.
  ///
  /// @param device from 1
  static JsonNode timeline(ApiClient client, int device) throws InterruptedException {
    return client.get("/api/v1/devices/device-%04d/timeline".formatted(device)).path("steps");
  }
}
