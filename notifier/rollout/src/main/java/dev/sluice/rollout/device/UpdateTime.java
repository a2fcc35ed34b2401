package dev.sluice.rollout.device;

import dev.sluice.events.rings.RolloutId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// How long a device took for a rollout's release, as its own steps tell.
///
/// @param rollout for which
/// @param took from the beginning of the attempt that ended well to its end, without the time that
///     the device waited; 0 or more
public record UpdateTime(RolloutId rollout, Duration took) {
  /// Checks the time, and cuts it to whole milliseconds.
  public UpdateTime {
    if (took.isNegative()) {
      throw new IllegalArgumentException("an update must not take less than no time, got " + took);
    }
    took = took.truncatedTo(ChronoUnit.MILLIS);
  }
}
