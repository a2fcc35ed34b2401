package dev.sluice.update;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// The bounds of the machine, each our choice.
final class Limits {
  /// Attempts at one fetch while the edge node does not answer: about half a minute in all.
  static final int MAX_ATTEMPTS = 6;

  /// Attempts at overwriting the installed file while its disk fails; then the file is given up.
  static final int MAX_OVERWRITES = 3;

  /// Proofs of health that a release may begin. One that stops the device each time never comes to
  /// its deadline.
  static final int MAX_PROOFS = 5;

  /// Attempts at putting the previous file back while the disk fails.
  static final int MAX_RETURNS = 3;

  /// Refreshes for one announcement that the edge node does not know yet.
  static final int MAX_FORCED_REFRESHES = 5;

  /// The least time between them.
  static final Duration FORCED_REFRESH_WAIT = Duration.ofSeconds(5);

  /// A device with an older timestamp looks again before it switches.
  static final Duration MAX_AGE_AT_SWITCH = Duration.ofMinutes(5);

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration FIRST_FAILURE_WAIT = Duration.ofSeconds(30);

  /// No request is paused for longer.
  static final Duration LONGEST_PAUSE = LONGEST_BACKOFF.multipliedBy(3).dividedBy(2);

  private Limits() {}

  /// When to ask an edge node again that did not answer `attempts` times.
  static Instant backoffEnd(Instant now, int attempts, RandomGenerator chance) {
    return now.plus(jittered(doubled(FIRST_BACKOFF, attempts - 1, LONGEST_BACKOFF), 0.5, chance));
  }

  /// When to try again what failed `failures` times: a release, or to switch flags.
  static Instant failureWaitEnd(
      Instant now, int failures, Duration longest, RandomGenerator chance) {
    return now.plus(jittered(doubled(FIRST_FAILURE_WAIT, failures - 1, longest), 0.5, chance));
  }

  /// When to look unasked.
  static Instant nextRefresh(Instant now, Duration interval, RandomGenerator chance) {
    return now.plus(jittered(interval, 0.1, chance));
  }

  /// No later than this after the last look, the next is due.
  static Duration longestRest(Duration interval) {
    Duration unasked = interval.plus(interval.dividedBy(10));
    Duration forced = FORCED_REFRESH_WAIT.multipliedBy(2);
    return unasked.compareTo(forced) > 0 ? unasked : forced;
  }

  /// When to look again for what was announced.
  static Instant forcedRefreshAt(Instant now, RandomGenerator chance) {
    return now.plus(FORCED_REFRESH_WAIT)
        .plus(jittered(FORCED_REFRESH_WAIT, 1.0, chance).dividedBy(2));
  }

  private static Duration doubled(Duration first, int times, Duration longest) {
    Duration wait = first.multipliedBy(1L << Math.min(times, 16));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  /// Uniform in `[1 - spread, 1 + spread)` times the duration.
  private static Duration jittered(Duration duration, double spread, RandomGenerator chance) {
    double factor = 1 - spread + 2 * spread * chance.nextDouble();
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
