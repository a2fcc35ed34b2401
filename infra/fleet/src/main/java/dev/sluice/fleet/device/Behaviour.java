package dev.sluice.fleet.device;

import java.time.Duration;

/// How devices behave, as chances and times.
///
/// @param failedPpm share of the installations that end badly, in millionths
/// @param latency how long half of the installations take at most
/// @param spread by which factor of `latency` five in six stay below; the times are log-normal; 1
///     or
///     more
/// @param offPpm share of the devices that are off for ever, in millionths
/// @param churnPpm share of the devices that come and go, in millionths
/// @param onTime how long these are on at a time
/// @param offTime how long these are off at a time
public record Behaviour(
    long failedPpm,
    Duration latency,
    double spread,
    long offPpm,
    long churnPpm,
    Duration onTime,
    Duration offTime) {
  private static final long WHOLE_PPM = 1_000_000;

  /// Checks the ranges.
  public Behaviour {
    requireShare("failed", failedPpm);
    requireShare("off", offPpm);
    requireShare("churn", churnPpm);
    if (latency.isNegative() || onTime.toMillis() < 1 || offTime.isNegative()) {
      throw new IllegalArgumentException(
          "expected times of at least 0 (on: a millisecond), got latency %s, on %s, off %s"
              .formatted(latency, onTime, offTime));
    }
    if (!(spread >= 1) || Double.isInfinite(spread)) {
      throw new IllegalArgumentException("spread: expected 1 or more, got " + spread);
    }
  }

  private static void requireShare(String name, long ppm) {
    if (ppm < 0 || ppm > WHOLE_PPM) {
      throw new IllegalArgumentException(name + ": expected 0 to 1000000 millionths, got " + ppm);
    }
  }
}
