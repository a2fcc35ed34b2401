package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.release.ProductName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices that did not come to 1.1 while it travelled pass through it on their way to 1.2.
class FloorReleaseIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ProductName PRODUCT = new ProductName("app");
  private static final int DEVICES = 6;

  private static final List<String> OVER_THE_FLOOR =
      List.of(
          "told",
          "started",
          "fetched delta",
          "applied",
          "switched",
          "passed floor release 1.1",
          "started",
          "fetched delta",
          "applied",
          "switched",
          "confirmed");

  private static final List<String> FROM_THE_FLOOR =
      List.of("told", "started", "fetched delta", "applied", "switched", "confirmed");

  @Test
  void givenDevicesBelowAFloorRelease_whenALaterOneTravels_thenTheyPassThroughItAndOthersDoNot(
      @TempDir Path directory) throws Exception {
    Path first = TestFiles.random(directory.resolve("1.bin"), 1, 200_000);
    Path second = TestFiles.changed(first, directory.resolve("2.bin"), 2, 5_000);
    Path third = TestFiles.changed(second, directory.resolve("3.bin"), 3, 5_000);
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline =
            Pipeline.start(data, PipelineOptions.ephemeral(TestPolicies.TWO_RINGS));
        Fleet fleet = Fleet.start(pipeline, PRODUCT, DEVICES, FloorReleaseIT::ringOf, "")) {
      var old = TestRollouts.publish(pipeline, PRODUCT, first, "1.0", LIMIT);
      TestRollouts.awaitCompleted(pipeline, old.rollout(), LIMIT);
      pipeline
          .client()
          .applyPolicy(PRODUCT.value(), TestPolicies.TWO_RINGS + "    approval: true\n");
      var floor = TestRollouts.publish(pipeline, PRODUCT, second, "1.1", LIMIT);
      var _ = TestRollouts.awaitState(pipeline, floor.rollout(), "waiting-for-approval", LIMIT);
      assertThatThrownBy(
              () ->
                  pipeline
                      .client()
                      .applyPolicy(
                          PRODUCT.value(), "floor-releases: [\"1.9\"]\n" + TestPolicies.TWO_RINGS))
          .hasMessageContaining("of [1.1, 1.0], got [1.9]");

      pipeline
          .client()
          .applyPolicy(PRODUCT.value(), "floor-releases: [\"1.1\"]\n" + TestPolicies.TWO_RINGS);
      awaitPolicy(pipeline, 2);
      requireNotWithdrawn(pipeline);
      var last = TestRollouts.publish(pipeline, PRODUCT, third, "1.2", LIMIT);
      TestRollouts.awaitCompleted(pipeline, last.rollout(), LIMIT);

      assertThat(fleet.awaitInstalled(last.digest(), LIMIT)).isEqualTo(DEVICES);
      assertThat(pipeline.client().rollout(last.rollout()).orElseThrow().rings())
          .allSatisfy(ring -> assertThat(ring.confirmed()).isEqualTo(ring.devices()));
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                List<List<String>> stories = stories(pipeline, last.rollout());
                assertThat(stories.getFirst()).isEqualTo(FROM_THE_FLOOR);
                assertThat(stories.subList(1, DEVICES))
                    .allSatisfy(story -> assertThat(story).isEqualTo(OVER_THE_FLOOR));
              });
    }
  }

  /// Waits until the notifier goes by a version of the policy.
  private static void awaitPolicy(Pipeline pipeline, long version) {
    try (var client = TestRollouts.api(pipeline)) {
      await()
          .atMost(LIMIT)
          .until(
              () -> client.get("/api/v1/policies/" + PRODUCT).path("version").asLong() == version);
    }
  }

  private static String ringOf(int device, int devices) {
    return device == 0 ? "canary" : "other";
  }

  /// Neither by the publisher's door nor by the console's.
  private static void requireNotWithdrawn(Pipeline pipeline) {
    requireNotWithdrawn(pipeline, pipeline.context().notifier().orElseThrow(), "release-records");
    requireNotWithdrawn(pipeline, pipeline.context().publisher().orElseThrow(), "releases");
  }

  private static void requireNotWithdrawn(Pipeline pipeline, URI door, String resource) {
    JsonNode body = JsonNodeFactory.instance.objectNode().put("reason", "no longer needed");
    try (var client = new ApiClient(door, pipeline.context().token())) {
      assertThatThrownBy(
              () ->
                  client.post(
                      "/api/v1/%s/app/1.1/withdrawal".formatted(resource),
                      body,
                      UUID.randomUUID().toString()))
          .hasMessageContaining("release app/1.1: devices pass through it");
    }
  }

  /// What each device tells of a rollout.
  private static List<List<String>> stories(Pipeline pipeline, RolloutId rollout) throws Exception {
    List<List<String>> stories = new ArrayList<>();
    try (var client = TestRollouts.api(pipeline)) {
      for (int device = 1; device <= DEVICES; device++) {
        List<String> story = new ArrayList<>();
        for (JsonNode step : TestRollouts.timeline(client, device)) {
          if (step.path("rollout").asText().equals(rollout.toString())) {
            story.add(
                "%s %s%s"
                    .formatted(
                        step.path("step").asText(),
                        step.path("form").asText(""),
                        step.path("text").asText(""))
                    .strip());
          }
        }
        stories.add(story);
      }
    }
    return stories;
  }
}
