package dev.sluice.stack;

import dev.sluice.stack.demo.DemoPolicy;

/// Policies that tests share.
final class TestPolicies {
  /// Canaries first, then all others, and nobody waits.
  static final String TWO_RINGS =
      """
      delta-wait: 30s
      rings:
        - name: canary
          selector: {tag: canary}
          soak: 0s
          pull-window: 0s
        - name: broad
          selector: {everyone: true}
          soak: 0s
          pull-window: 0s
      """;

  private TestPolicies() {}

  /// The demo's rings, but nothing starts by itself: for tests that look before the fleet moves.
  static String manual() {
    return DemoPolicy.yaml().replace("start: automatic", "start: manual");
  }
}
