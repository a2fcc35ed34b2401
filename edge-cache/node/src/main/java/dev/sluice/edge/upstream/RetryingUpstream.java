package dev.sluice.edge.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Tries again when upstream is unavailable, a bounded number of times, after a pause that doubles
/// and is jittered.
///
/// What is absent is not asked for again: that is an answer.
public final class RetryingUpstream implements Upstream {
  private final Upstream upstream;
  private final Policy policy;
  private final Pause pause;
  private final RandomGenerator random;

  /// How often and how long.
  ///
  /// @param attempts fetches in all, 1 or more
  /// @param firstPause longest pause before the second attempt; each is drawn between nothing and
  ///     its longest
  /// @param maxPause where doubling ends
  public record Policy(int attempts, Duration firstPause, Duration maxPause) {
    /// Bridges a restart of the next server, and no more: a client that waits has a limit of its
    /// own.
    public static final Policy DEFAULT =
        new Policy(3, Duration.ofMillis(100), Duration.ofSeconds(1));

    public Policy {
      if (attempts < 1 || firstPause.isNegative() || maxPause.isNegative()) {
        throw new IllegalArgumentException(
            "a retry policy needs 1 attempt or more and pauses of 0 or longer, got %d, %s, %s"
                .formatted(attempts, firstPause, maxPause));
      }
    }

    Duration longestPause(int failures) {
      var doubled = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
      return doubled.compareTo(maxPause) < 0 ? doubled : maxPause;
    }
  }

  /// Lets time pass.
  @FunctionalInterface
  public interface Pause {
    /// Waits.
    void pause(Duration duration) throws InterruptedException;
  }

  /// @param random draws the jitter
  public RetryingUpstream(Upstream upstream, Policy policy, Pause pause, RandomGenerator random) {
    this.upstream = upstream;
    this.policy = policy;
    this.pause = pause;
    this.random = random;
  }

  @Override
  public Fetched fetch(FetchRequest request, BodySink sink) {
    for (var attempt = 1; ; attempt++) {
      var fetched = upstream.fetch(request, sink);
      if (!(fetched instanceof Fetched.Unavailable) || attempt >= policy.attempts()) {
        return fetched;
      }
      try {
        pause.pause(jittered(policy.longestPause(attempt)));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return fetched;
      }
    }
  }

  private Duration jittered(Duration longest) {
    return Duration.ofNanos(random.nextLong(longest.toNanos() + 1));
  }
}
