package dev.sluice.notifier;

import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.policy.PolicyChoice;
import java.time.Duration;

/// Policies that do not keep a test waiting.
public final class TestPolicies {
  private TestPolicies() {}

  /// Canary, then everyone, without waiting for patches, for every product.
  public static PolicyApplied quick(Duration soak) {
    return quick(PolicyChoice.STANDARD, 1, soak);
  }

  /// The same for one product.
  public static PolicyApplied quick(ProductName product, long version, Duration soak) {
    return new PolicyApplied(product, version, document(soak), "ada", "test");
  }

  private static String document(Duration soak) {
    return """
        delta-wait: 0s
        rings:
          - {name: canary, selector: {tag: canary}, soak: %1$s, pull-window: 0s}
          - {name: broad, selector: {everyone: true}, soak: %1$s, pull-window: 0s}
        """
        .formatted(soak);
  }
}
