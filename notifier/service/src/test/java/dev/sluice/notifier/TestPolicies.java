package dev.sluice.notifier;

import dev.sluice.events.rings.Selector;
import dev.sluice.rollout.gate.ShareGate;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import java.util.List;

/// Policies that do not keep a test waiting.
public final class TestPolicies {
  private TestPolicies() {}

  /// Canary, then everyone, without waiting for patches.
  public static RolloutPolicy quick(Duration soak) {
    return new RolloutPolicy(
        List.of(
            ring("canary", new Selector.Tag("canary"), soak),
            ring("broad", new Selector.Everyone(), soak)),
        Duration.ZERO,
        StartMode.AUTOMATIC,
        FailureAction.PAUSE);
  }

  private static RingPolicy ring(String name, Selector selector, Duration soak) {
    return new RingPolicy(
        name, selector, List.of(RingPolicy.WHOLE_PPM), soak, Duration.ZERO, ShareGate.DEFAULT);
  }
}
