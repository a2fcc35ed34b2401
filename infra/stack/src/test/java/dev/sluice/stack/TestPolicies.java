package dev.sluice.stack;

import dev.sluice.stack.demo.DemoPolicy;

/// Policies for tests that want to look before the fleet moves.
final class TestPolicies {
  private TestPolicies() {}

  /// The demo's rings, but nothing starts by itself.
  static String manual() {
    return DemoPolicy.yaml().replace("start: automatic", "start: manual");
  }
}
