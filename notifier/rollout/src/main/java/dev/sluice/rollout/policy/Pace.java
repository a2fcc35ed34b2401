package dev.sluice.rollout.policy;

/// How fast the admitted share of a ring rises.
public sealed interface Pace {
  /// A wave at a time.
  record Unlimited() implements Pace {}

  /// Within a wave so many devices a minute.
  ///
  /// @param devicesPerMinute at the beginning, and while more devices fail than the gate allows, 1
  ///     to [#FASTEST]
  /// @param growthPercent by how much it grows each time that as many devices as one minute admits
  ///     have confirmed, 100 (not at all) to 1,000
  /// @param upTo where it ends to grow, devices a minute, from `devicesPerMinute` to [#FASTEST]
  record Limited(long devicesPerMinute, long growthPercent, long upTo) implements Pace {
    /// A million devices in six seconds: who wants it faster wants none.
    public static final long FASTEST = 10_000_000;

    /// The highest growth, as a factor.
    public static final long MOST_GROWTH = 10;

    private static final long CONSTANT = 100;
    private static final long MAX_GROWTH = CONSTANT * MOST_GROWTH;

    /// Checks the ranges.
    public Limited {
      if (devicesPerMinute < 1 || devicesPerMinute > FASTEST) {
        throw new IllegalArgumentException(
            "devices-per-minute: expected 1 to %d, got %d".formatted(FASTEST, devicesPerMinute));
      }
      if (growthPercent < CONSTANT || growthPercent > MAX_GROWTH) {
        throw new IllegalArgumentException(
            "growth: expected 1 to 10 times, got %d percent".formatted(growthPercent));
      }
      if (upTo < devicesPerMinute || upTo > FASTEST) {
        throw new IllegalArgumentException(
            "up-to: expected devices-per-minute to %d, got %d".formatted(FASTEST, upTo));
      }
    }

    /// Devices a minute after so many have confirmed. It depends on nothing else, so that a
    /// notifier
    /// which starts anew goes on at the same pace.
    public long after(long confirmed) {
      long rate = devicesPerMinute;
      if (growthPercent == CONSTANT) {
        return rate;
      }
      for (long needed = rate; confirmed >= needed && rate < upTo; needed += rate) {
        rate = Math.min(upTo, Math.ceilDiv(rate * growthPercent, CONSTANT));
      }
      return rate;
    }
  }
}
