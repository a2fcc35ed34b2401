package dev.sluice.events.maintenance;

import java.time.Duration;

/// Whether a device that found no window to switch in switches all the same.
public sealed interface Forcing {
  /// Only windows count.
  record Never() implements Forcing {}

  /// Windows count until then.
  ///
  /// @param delay counted from when the device was to start, 0 to [#LONGEST], whole milliseconds
  record After(Duration delay) implements Forcing {
    /// A year: who would wait longer means never.
    public static final Duration LONGEST = Duration.ofDays(365);

    /// Checks the delay.
    public After {
      if (delay.isNegative()
          || delay.compareTo(LONGEST) > 0
          || !delay.equals(Duration.ofMillis(delay.toMillis()))) {
        throw new IllegalArgumentException(
            "force-after: expected whole milliseconds from 0 to 365 days, got " + delay);
      }
    }
  }
}
