package dev.sluice.update.port;

/// What one look at the health of the installed version says.
public sealed interface HealthResult {
  /// It is healthy.
  record Healthy() implements HealthResult {}

  /// It is not, or not yet.
  ///
  /// @param detail what was expected and what came; may quote outside text
  record Unhealthy(String detail) implements HealthResult {}
}
