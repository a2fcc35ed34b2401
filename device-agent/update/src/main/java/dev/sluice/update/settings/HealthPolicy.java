package dev.sluice.update.settings;

import java.time.Duration;

/// What decides after a switch whether the new version stays.
public sealed interface HealthPolicy {
  /// Nothing: the switch itself is the health.
  record None() implements HealthPolicy {}

  /// A check that must pass.
  ///
  /// @param deadline how long a version may take until it passes, counted in the pauses between
  ///     looks and the time that looks take, so that a clock which is set changes nothing
  /// @param interval the pause before each look, and how long one look may take; positive and not
  ///     longer than the deadline
  record Within(Duration deadline, Duration interval) implements HealthPolicy {
    /// Checks the durations.
    public Within {
      if (!interval.isPositive() || interval.compareTo(deadline) > 0) {
        throw new IllegalArgumentException(
            "the interval must be positive and at most the deadline %s, got %s"
                .formatted(deadline, interval));
      }
    }
  }
}
