package dev.sluice.stack;

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

  /// The same, but nothing starts by itself: for tests that look before the fleet moves.
  static final String MANUAL = "start: manual\n" + TWO_RINGS;

  private TestPolicies() {}
}
