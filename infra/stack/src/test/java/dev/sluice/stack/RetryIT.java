package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.release.ProductName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A good release whose health check fails because a server is away: stopped in its first ring, and
/// completed by a retry once the server is back.
class RetryIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ProductName PRODUCT = new ProductName("app");
  private static final int DEVICES = 10;
  private static final int CANARIES = 6;

  private static final String POLICY =
      """
      on-failure: halt
      delta-wait: 30s
      rings:
        - name: canary
          selector: {tag: canary}
          soak: 1s
          pull-window: 0s
        - name: broad
          selector: {everyone: true}
          soak: 1s
          pull-window: 0s
      """;

  /// What a device tells that failed first.
  private static final List<String> STORY =
      List.of(
          "1 told",
          "1 started",
          "1 fetched",
          "1 applied",
          "1 switched",
          "1 rolled-back",
          "1 confirmed rolled-back",
          "2 told",
          "2 started",
          "2 fetched",
          "2 applied",
          "2 switched",
          "2 healthy",
          "2 confirmed installed");

  @Test
  void givenDevicesThatFailed_whenTheCauseIsMendedAndRetried_thenAllRunTheReleaseAndTellTheStory(
      @TempDir Path directory) throws Exception {
    Path old = TestFiles.random(directory.resolve("old.bin"), 1, 300_000);
    Path next = TestFiles.changed(old, directory.resolve("next.bin"), 2, 10_000);
    try (var health = new HealthServer();
        DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline = Pipeline.start(data, PipelineOptions.ephemeral(POLICY));
        Fleet fleet = Fleet.start(pipeline, PRODUCT, DEVICES, RetryIT::ringOf, health.settings())) {
      var first = TestRollouts.publish(pipeline, PRODUCT, old, "1", LIMIT);
      TestRollouts.awaitCompleted(pipeline, first.rollout(), LIMIT);

      health.isAway = true;
      var second = TestRollouts.publish(pipeline, PRODUCT, next, "2", LIMIT);
      RolloutSnapshot halted = awaitState(pipeline, second.rollout(), "halted");
      health.isAway = false;
      retry(pipeline, second.rollout(), 2);
      TestRollouts.awaitCompleted(pipeline, second.rollout(), LIMIT);

      assertThat(halted.rings().getFirst().failed()).isPositive();
      RolloutSnapshot completed = pipeline.client().rollout(second.rollout()).orElseThrow();
      assertThat(completed.rings())
          .allSatisfy(
              ring -> {
                assertThat(ring.confirmed()).isEqualTo(ring.devices());
                assertThat(ring.failed()).isZero();
              });
      assertThat(completed.rings().getFirst().attempt()).isEqualTo(2);
      assertThat(fleet.awaitInstalled(second.digest(), LIMIT)).isEqualTo(DEVICES);
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(stories(pipeline, second.rollout())).contains(STORY));
    }
  }

  private static String ringOf(int device, int devices) {
    return device < CANARIES ? "canary" : "other";
  }

  private static RolloutSnapshot awaitState(Pipeline pipeline, RolloutId rollout, String state)
      throws Exception {
    assertThat(
            pipeline
                .client()
                .await(
                    client ->
                        client.rollout(rollout).filter(r -> r.state().equals(state)).isPresent(),
                    LIMIT))
        .as("rollout %s is to be %s: %s", rollout, state, pipeline.client().rollout(rollout))
        .isTrue();
    return pipeline.client().rollout(rollout).orElseThrow();
  }

  private static ApiClient api(Pipeline pipeline) {
    return new ApiClient(pipeline.context().notifier().orElseThrow(), pipeline.context().token());
  }

  private static void retry(Pipeline pipeline, RolloutId rollout, int attempt) throws Exception {
    try (var client = api(pipeline)) {
      var body =
          JsonNodeFactory.instance
              .objectNode()
              .put("attempt", attempt)
              .put("reason", "the server is back");
      var _ =
          client.post(
              "/api/v1/rollouts/" + rollout + "/retries", body, UUID.randomUUID().toString());
    }
  }

  /// What each canary tells of the rollout: attempt and step, with the outcome where there is one.
  private static List<List<String>> stories(Pipeline pipeline, RolloutId rollout) throws Exception {
    List<List<String>> stories = new ArrayList<>();
    try (var client = api(pipeline)) {
      for (int device = 1; device <= CANARIES; device++) {
        JsonNode steps =
            client.get("/api/v1/devices/device-%04d/timeline".formatted(device)).path("steps");
        List<String> story = new ArrayList<>();
        for (JsonNode step : steps) {
          if (step.path("rollout").asText().equals(rollout.toString())) {
            story.add(
                (step.path("attempt").asInt()
                        + " "
                        + step.path("step").asText()
                        + " "
                        + step.path("outcome").asText(""))
                    .strip());
          }
        }
        stories.add(story);
      }
    }
    return stories;
  }

  /// Answers as healthy unless it is away.
  private static final class HealthServer implements AutoCloseable {
    private final HttpServer server;
    private volatile boolean isAway;

    HealthServer() throws Exception {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(isAway ? 503 : 204, -1);
            exchange.close();
          });
      server.start();
    }

    String settings() {
      return "health: {http: 'http://127.0.0.1:%d/', interval: 200ms, deadline: 2s}\n"
          .formatted(server.getAddress().getPort());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
