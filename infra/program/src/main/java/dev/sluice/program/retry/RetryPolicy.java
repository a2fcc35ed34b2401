package dev.sluice.program.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often and after which pauses something that failed is tried again.
///
/// Pauses double from `firstDelay` up to `maxDelay`; each is drawn between half of that and all of
/// it, so that those who failed together do not come back together.
///
/// @param maxAttempts how often in all, at least 1
/// @param firstDelay pause after the first failure, positive
/// @param maxDelay longest pause, not below `firstDelay`
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration maxDelay) {
  /// Eight attempts within half a minute: outlasts a restart of the store, not a person's patience.
  public static final RetryPolicy STANDARD =
      new RetryPolicy(8, Duration.ofMillis(200), Duration.ofSeconds(10));

  private static final int MAX_DOUBLINGS = 30;

  /// Checks the bounds.
  public RetryPolicy {
    if (maxAttempts < 1
        || !firstDelay.isPositive()
        || maxDelay.compareTo(firstDelay) < 0
        || maxDelay.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "expected at least one attempt and delays up to an hour that do not shrink, got %d, %s, %s"
              .formatted(maxAttempts, firstDelay, maxDelay));
    }
  }

  /// The pause after a failure.
  ///
  /// @param attempt which attempt failed, from 1
  public Duration delayAfter(int attempt, RandomGenerator random) {
    long factor = 1L << Math.min(attempt - 1, MAX_DOUBLINGS);
    long limitMillis = maxDelay.toMillis();
    long fullMillis =
        firstDelay.toMillis() > limitMillis / factor ? limitMillis : firstDelay.toMillis() * factor;
    return Duration.ofMillis(random.nextLong(fullMillis / 2, fullMillis + 1));
  }
}
