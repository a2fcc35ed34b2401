package dev.sluice.stack;

import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import dev.sluice.stack.demo.DemoPolicy;

/// Policies for tests that want to look before the fleet moves.
final class TestPolicies {
  private TestPolicies() {}

  /// The demo's rings, but nothing starts by itself.
  static RolloutPolicy manual() {
    RolloutPolicy demo = DemoPolicy.policy();
    return new RolloutPolicy(demo.rings(), demo.deltaWait(), StartMode.MANUAL, demo.onFailure());
  }
}
