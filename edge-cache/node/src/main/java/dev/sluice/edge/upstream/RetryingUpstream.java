package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.cache.upstream.SliceTransfer;
import dev.sluice.edge.traffic.Limit;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.program.retry.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// Tries again when upstream is unavailable, after a pause that doubles and is jittered, and goes
/// on where the last attempt broke off, as [SliceTransfer] has it. How many attempts may fail in a
/// row is bounded.
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
    var transfer = new SliceTransfer(request);
    var tail = new Tail(transfer, sink);
    // Ends: an attempt fails, of which so many may in a row, or brings a part of the slice.
    while (true) {
      var fetched = transfer.result(upstream.fetch(transfer.next(), tail));
      if (!(fetched instanceof Fetched.Unavailable || fetched instanceof Fetched.Changed)) {
        return fetched;
      }
      var failures = transfer.failed(fetched);
      if (failures >= policy.maxAttempts()) {
        limits.hit(Limit.ATTEMPTS);
        return fetched;
      }
      try {
        pause.pause(policy.delayAfter(Math.max(1, failures), random));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return fetched;
      }
      retries.increment();
    }
  }

  /// Joins the bodies of several attempts.
  private static final class Tail implements BodySink {
    private final SliceTransfer transfer;
    private final BodySink sink;

    Tail(SliceTransfer transfer, BodySink sink) {
      this.transfer = transfer;
      this.sink = sink;
    }

    @Override
    public void begin(ObjectFacts facts) {
      if (transfer.begins(facts)) {
        sink.begin(facts);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      if (transfer.came(count)) {
        sink.write(bytes, offset, count);
      }
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
