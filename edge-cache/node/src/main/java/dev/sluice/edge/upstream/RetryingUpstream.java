package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.edge.traffic.Limit;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.program.retry.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// Tries again when upstream is unavailable, a bounded number of times, after a pause that doubles
/// and is jittered.
///
/// What is absent is not asked for again: that is an answer.
public final class RetryingUpstream implements Upstream {
  private final Upstream upstream;
  private final RetryPolicy policy;
  private final Pause pause;
  private final RandomGenerator random;
  private final LimitHits limits = new LimitHits();
  private final LongAdder retries = new LongAdder();

  /// Lets time pass.
  @FunctionalInterface
  public interface Pause {
    /// Waits.
    void pause(Duration duration) throws InterruptedException;
  }

  /// @param random draws the jitter
  public RetryingUpstream(
      Upstream upstream, RetryPolicy policy, Pause pause, RandomGenerator random) {
    this.upstream = upstream;
    this.policy = policy;
    this.pause = pause;
    this.random = random;
  }

  @Override
  public Fetched fetch(FetchRequest request, BodySink sink) {
    for (var attempt = 1; ; attempt++) {
      var fetched = upstream.fetch(request, sink);
      if (!(fetched instanceof Fetched.Unavailable)) {
        return fetched;
      }
      if (attempt >= policy.maxAttempts()) {
        limits.hit(Limit.ATTEMPTS);
        return fetched;
      }
      try {
        pause.pause(policy.delayAfter(attempt, random));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return fetched;
      }
      retries.increment();
    }
  }

  /// How often its limits were hit.
  public LimitHits limitHits() {
    return limits;
  }

  /// How often something was tried again since the start.
  public long retries() {
    return retries.sum();
  }
}
