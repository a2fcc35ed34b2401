package dev.sluice.rollout.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.rings.Selector;
import dev.sluice.rollout.gate.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutPolicyTest {
  @Test
  void givenNoPolicy_whenDefaults_thenCanaryEarlyBroad() {
    RolloutPolicy policy = RolloutPolicy.defaults();

    assertThat(policy.rings())
        .extracting(RingPolicy::name)
        .containsExactly("canary", "early", "broad");
    assertThat(policy.rings().getLast().selector()).isEqualTo(new Selector.Everyone());
    assertThat(policy.deltaWait()).isEqualTo(Duration.ofMinutes(10));
    assertThat(policy.start()).isEqualTo(StartMode.AUTOMATIC);
    assertThat(policy.onFailure()).isEqualTo(FailureAction.PAUSE);
  }

  @Test
  void givenWavesThatDoNotEndWithTheWholeRing_whenBuilt_thenRefuses() {
    assertThatThrownBy(() -> ring("a", List.of(500_000L))).hasMessageContaining("whole ring");
    assertThatThrownBy(() -> ring("a", List.of())).hasMessageContaining("whole ring");
    assertThatThrownBy(() -> ring("a", List.of(500_000L, 500_000L, 1_000_000L)))
        .hasMessageContaining("must rise");
  }

  @Test
  void givenRingTwice_whenBuilt_thenRefuses() {
    List<RingPolicy> rings =
        List.of(ring("a", List.of(1_000_000L)), ring("a", List.of(1_000_000L)));

    assertThatThrownBy(
            () -> new RolloutPolicy(rings, Duration.ZERO, StartMode.MANUAL, FailureAction.HALT))
        .hasMessageContaining("ring a stands twice");
  }

  private static RingPolicy ring(String name, List<Long> waves) {
    return new RingPolicy(
        name,
        new Selector.Everyone(),
        waves,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        false,
        Gate.DEFAULT);
  }
}
