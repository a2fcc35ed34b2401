package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.FailureCause;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.ProductName;
import dev.sluice.stack.process.Sluice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A release whose health check fails on most canaries: stopped in their ring by its gate, taken
/// back by order, also from a device that was off meanwhile.
@Tag("browser")
class BadReleaseIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ProductName PRODUCT = new ProductName("app");
  private static final int DEVICES = 24;
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
          silent-after: 30s
        - name: broad
          selector: {everyone: true}
          soak: 1s
          pull-window: 0s
          silent-after: 30s
      """;

  @Test
  void givenUnhealthyRelease_whenPublished_thenHaltedInItsFirstRingAndTakenBackEverywhere(
      @TempDir Path directory) throws Exception {
    Path good = TestFiles.random(directory.resolve("good.bin"), 1, 300_000);
    Path bad = TestFiles.changed(good, directory.resolve("bad.bin"), 2, 10_000);
    try (var health = new HealthServer();
        DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline = Pipeline.start(data, PipelineOptions.ephemeral(POLICY));
        // After the pipeline, which sets the process's log up.
        DeviceLogs logs = new DeviceLogs();
        Fleet fleet =
            Fleet.start(pipeline, PRODUCT, DEVICES, BadReleaseIT::ringOf, health.settings())) {
      var first = TestRollouts.publish(pipeline, PRODUCT, good, "1", LIMIT);
      TestRollouts.awaitCompleted(pipeline, first.rollout(), LIMIT);

      // One canary finds the bad release healthy, and is switched off; the others do not.
      health.pass(1);
      var second = TestRollouts.publish(pipeline, PRODUCT, bad, "2", LIMIT);
      RolloutSnapshot halted = TestRollouts.awaitState(pipeline, second.rollout(), "halted", LIMIT);
      assertThat(halted.reason()).contains("ring canary: ", " of 6 devices failed");
      assertThat(halted.rings().getFirst().confirmed()).isEqualTo(1);
      assertThat(halted.rings().getFirst().causes().groups().keySet())
          .extracting(FailureCause::code)
          .containsOnly(OutcomeReason.Code.UNHEALTHY);
      assertThat(halted.rings().getLast().admitted()).isZero();
      await().atMost(LIMIT).untilAsserted(() -> requireSameStory(pipeline, halted));
      requireSameWords(pipeline, data, logs, halted.id());
      int off = deviceWith(fleet, bad);
      fleet.switchOff(off);

      health.pass(Integer.MAX_VALUE);
      TestRollouts.order(
          pipeline,
          second.rollout(),
          "rollbacks",
          JsonNodeFactory.instance.objectNode().put("to", "1").put("reason", "test"));
      var rollback = new RolloutId(PRODUCT, first.counter(), 2);
      var _ = TestRollouts.awaitState(pipeline, second.rollout(), "rolled-back", LIMIT);
      TestRollouts.awaitCompleted(pipeline, rollback, LIMIT);
      assertThat(Files.mismatch(fleet.installFiles().get(off), bad)).isEqualTo(-1);

      fleet.switchOn(off);
      assertThat(fleet.awaitInstalled(first.digest(), LIMIT)).isEqualTo(DEVICES);
    }
  }

  private static String ringOf(int device, int devices) {
    return device < CANARIES ? "canary" : "other";
  }

  /// What the devices say of themselves gives the counts that the API shows, and the same reasons.
  private static void requireSameStory(Pipeline pipeline, RolloutSnapshot halted) throws Exception {
    try (var client = TestRollouts.api(pipeline)) {
      JsonNode shown = client.get("/api/v1/rollouts/" + halted.id()).at("/rings/0");
      long failed = 0;
      long installed = 0;
      for (int device = 1; device <= CANARIES; device++) {
        JsonNode steps = TestRollouts.timeline(client, device);
        JsonNode last = steps.path(steps.size() - 1);
        if (last.path("outcome").asText().equals("rolled-back")) {
          assertThat(last.path("text").asText()).startsWith("not healthy: ");
          failed++;
        } else if (last.path("outcome").asText().equals("installed")
            && last.path("rollout").asText().equals(halted.id().toString())) {
          installed++;
        }
      }
      assertThat(installed).isEqualTo(shown.path("confirmed").asLong());
      // Those that were amid their proof answer after the halt.
      assertThat(failed)
          .isEqualTo(shown.path("failed").asLong())
          .isGreaterThanOrEqualTo(halted.rings().getFirst().failed());
    }
  }

  /// `rollout get`, the console's page and the devices' own logs say it in the same words.
  private static void requireSameWords(
      Pipeline pipeline, DataDirectory data, DeviceLogs logs, RolloutId rollout) throws Exception {
    // While a document waits for its signature the words say so, and change once more.
    await()
        .atMost(LIMIT)
        .until(
            () -> pipeline.client().rollout(rollout).orElseThrow().reason(),
            reason -> !reason.contains("not signed"));
    RolloutSnapshot halted = pipeline.client().rollout(rollout).orElseThrow();
    long failed = halted.rings().getFirst().failed();
    List<String> get =
        List.of("rollout", "get", rollout.toString(), "--data", data.root().toString());
    String told = Sluice.in(data.resolve("terminal")).require(get).out();
    assertThat(told)
        .contains("halted", halted.reason(), "1 of 6 confirmed, %d failed".formatted(failed))
        .contains("✖ %d unhealthy at health".formatted(failed));

    ConsolePage.look(
        pipeline.client().consoleLink(),
        "#/rollouts/" + rollout,
        "Why devices failed",
        page -> assertThat(page).contains("halted", halted.reason(), failed + " unhealthy"));

    long back = 0;
    for (int device = 1; device <= CANARIES; device++) {
      if (logs.of("device-%04d".formatted(device)).contains("the previous version is back")) {
        back++;
      }
    }
    assertThat(back).isEqualTo(failed);
  }

  private static int deviceWith(Fleet fleet, Path content) throws Exception {
    for (int i = 0; i < fleet.size(); i++) {
      if (Files.mismatch(fleet.installFiles().get(i), content) == -1) {
        return i;
      }
    }
    throw new AssertionError("no device has " + content);
  }
}
