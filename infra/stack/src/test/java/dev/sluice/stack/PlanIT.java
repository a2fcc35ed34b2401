package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.release.ProductName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A plan's bytes against what the object server and the nodes count while 24 agents behind two
/// tiers take the release.
class PlanIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ProductName PRODUCT = new ProductName("app");
  private static final int DEVICES = 24;
  private static final Percentage NEAR = Percentage.withPercentage(15);

  private static final String POLICY =
      """
      start: manual
      delta-wait: 30s
      rings:
        - {name: canary, selector: {tag: canary}, soak: 1s, pull-window: 2s, silent-after: 1h}
        - {name: broad, selector: {everyone: true}, soak: 1s, pull-window: 2s, silent-after: 1h}
      """;

  @Test
  void givenAgentsBehindTwoTiers_whenPlannedAndRolledOut_thenBytesAreNearThePlan(
      @TempDir Path directory) throws Exception {
    Path old = TestFiles.random(directory.resolve("old.bin"), 1, 4 << 20);
    Path changed = TestFiles.changed(old, directory.resolve("changed.bin"), 2, 1 << 20);
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline = Pipeline.start(data, PipelineOptions.ephemeral(POLICY));
        Fleet fleet = Fleet.start(pipeline, PRODUCT, DEVICES, PlanIT::ringOf, "")) {
      var first = TestRollouts.publish(pipeline, PRODUCT, old, "1", LIMIT);
      compare(pipeline, first, plan(pipeline, "1"));

      var second = TestRollouts.publish(pipeline, PRODUCT, changed, "2", LIMIT);
      JsonNode plan = plan(pipeline, "2");
      assertThat(plan.path("devices").asInt()).isEqualTo(fleet.size());
      assertThat(plan.at("/rings/0/devices").asInt()).isEqualTo(4);
      assertThat(plan.path("assumptions").toString()).contains("counted 24 times");
      compare(pipeline, second, plan);
    }
  }

  private static String ringOf(int device, int devices) {
    return device < 4 ? "canary" : "other";
  }

  private static JsonNode plan(Pipeline pipeline, String version) throws Exception {
    try (var client =
        new ApiClient(pipeline.context().notifier().orElseThrow(), pipeline.context().token())) {
      var body =
          JsonNodeFactory.instance
              .objectNode()
              .put("product", PRODUCT.value())
              .put("version", version);
      body.putArray("tiers").add(1).add(Pipeline.TIER_2_NODES);
      return client.post("/api/v1/rollouts/plan", body, UUID.randomUUID().toString());
    }
  }

  private static void compare(Pipeline pipeline, TestRollouts.Published release, JsonNode plan)
      throws Exception {
    Pipeline.Egress before = pipeline.egress();
    TestRollouts.start(pipeline, release.rollout());
    TestRollouts.awaitCompleted(pipeline, release.rollout(), LIMIT);
    Pipeline.Egress counted = pipeline.egress().since(before);
    System.err.printf(
        "planned %d, %d, %d bytes; counted %s; planned %s%n",
        plan.at("/tiers/0/bytes").asLong(),
        plan.at("/tiers/1/bytes").asLong(),
        plan.at("/tiers/2/bytes").asLong(),
        counted,
        plan.path("took"));
    assertThat(plan.at("/tiers/0/bytes").asLong()).isCloseTo(counted.origin(), NEAR);
    assertThat(plan.at("/tiers/1/bytes").asLong()).isCloseTo(counted.tier1(), NEAR);
    assertThat(plan.at("/tiers/2/bytes").asLong()).isCloseTo(counted.tier2(), NEAR);
  }
}
