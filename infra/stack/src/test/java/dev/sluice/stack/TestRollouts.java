package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.Order;
import dev.sluice.events.RolloutOrdered;
import dev.sluice.events.rings.RolloutId;
import java.time.Duration;

/// Rollouts that a test starts and waits for.
final class TestRollouts {
  private TestRollouts() {}

  static void start(Pipeline pipeline, RolloutId rollout) throws Exception {
    pipeline.producer().send(new RolloutOrdered(rollout, Order.START, "test", ""));
  }

  static void awaitCompleted(Pipeline pipeline, RolloutId rollout, Duration limit) {
    assertThat(
            pipeline
                .view()
                .await(
                    view ->
                        view.rollout(rollout)
                            .filter(r -> r.state().equals("completed"))
                            .isPresent(),
                    limit))
        .as("rollout %s: %s", rollout, pipeline.view().rollout(rollout))
        .isTrue();
  }
}
