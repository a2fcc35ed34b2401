package dev.sluice.rollout.gate;

/// How many devices may take much longer for a release than for the one before.
public sealed interface SlowLimit {
  /// Nobody asks.
  record None() implements SlowLimit {}

  /// A share of the devices may.
  ///
  /// @param factorPercent what is much longer: so many percent of the time within which nine in ten
  ///     updated to the release before, 100 to 10,000
  /// @param sharePpm the share, in millionths, 1 to 1,000,000
  record Share(long factorPercent, long sharePpm) implements SlowLimit {
    private static final long LEAST_PERCENT = 100;
    private static final long MOST_PERCENT = 10_000;
    private static final long WHOLE_PPM = 1_000_000;

    /// Checks the ranges.
    public Share {
      if (factorPercent < LEAST_PERCENT || factorPercent > MOST_PERCENT) {
        throw new IllegalArgumentException(
            "factor: expected 1 to 100, got %s".formatted((double) factorPercent / LEAST_PERCENT));
      }
      if (sharePpm < 1 || sharePpm > WHOLE_PPM) {
        throw new IllegalArgumentException(
            "share: expected above 0 to 1000000 millionths, got " + sharePpm);
      }
    }
  }
}
