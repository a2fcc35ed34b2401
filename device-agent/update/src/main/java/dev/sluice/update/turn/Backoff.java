package dev.sluice.update.turn;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// How long the device waits before it tries again. Each number is our choice.
public final class Backoff {
  /// Attempts at one fetch while the edge node does not answer: about half a minute in all.
  public static final int MAX_ATTEMPTS = 6;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration FIRST_FAILURE_WAIT = Duration.ofSeconds(30);

  private static final Duration OBSTACLE_WAIT = Duration.ofMinutes(5);

  /// No fetch is paused for longer.
  public static final Duration LONGEST_PAUSE = LONGEST_BACKOFF.multipliedBy(3).dividedBy(2);

  private Backoff() {}

  /// When to ask an edge node again that did not answer `attempts` times.
  static Instant end(Instant now, int attempts, RandomGenerator chance) {
    return now.plus(jittered(doubled(FIRST_PAUSE, attempts - 1, LONGEST_BACKOFF), 0.5, chance));
  }

  /// When to try again what failed `failures` times: a release, or to switch flags.
  public static Instant failureWaitEnd(
      Instant now, int failures, Duration longest, RandomGenerator chance) {
    return now.plus(jittered(doubled(FIRST_FAILURE_WAIT, failures - 1, longest), 0.5, chance));
  }

  /// When to look whether the device can install again what it could not: nobody tells it that
  /// there is room, and each look costs the edge node a few small files.
  public static Instant obstacleWaitEnd(Instant now, Duration longest, RandomGenerator chance) {
    Duration wait = OBSTACLE_WAIT.compareTo(longest) < 0 ? OBSTACLE_WAIT : longest;
    return now.plus(jittered(wait, 0.5, chance));
  }

  private static Duration doubled(Duration first, int times, Duration longest) {
    Duration wait = first.multipliedBy(1L << Math.min(times, 16));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  /// Uniform in `[1 - spread, 1 + spread)` times the duration.
  public static Duration jittered(Duration duration, double spread, RandomGenerator chance) {
    double factor = 1 - spread + 2 * spread * chance.nextDouble();
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
