package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.ProductName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

      health.pass(0);
      var second = TestRollouts.publish(pipeline, PRODUCT, next, "2", LIMIT);
      RolloutSnapshot halted = TestRollouts.awaitState(pipeline, second.rollout(), "halted", LIMIT);
      health.pass(Integer.MAX_VALUE);
      TestRollouts.order(
          pipeline,
          second.rollout(),
          "retries",
          JsonNodeFactory.instance
              .objectNode()
              .put("attempt", 2)
              .put("reason", "the server is back"));
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

  /// What each canary tells of the rollout: attempt and step, with the outcome where there is one.
  private static List<List<String>> stories(Pipeline pipeline, RolloutId rollout) throws Exception {
    List<List<String>> stories = new ArrayList<>();
    try (var client = TestRollouts.api(pipeline)) {
      for (int device = 1; device <= CANARIES; device++) {
        List<String> story = new ArrayList<>();
        for (JsonNode step : TestRollouts.timeline(client, device)) {
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
}
