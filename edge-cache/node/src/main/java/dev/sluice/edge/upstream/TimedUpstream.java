package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.program.http.SilenceLimit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Ends an attempt in which nothing comes any more. How long one takes as a whole has no limit: a
/// slow link that moves is healthy. A server that sends a byte a minute is not alive, however.
public final class TimedUpstream implements Upstream {
  private final Upstream upstream;
  private final SilenceLimit limit;

  /// @param silence a time in which next to nothing comes ends an attempt
  public TimedUpstream(Upstream upstream, Duration silence) {
    this.upstream = upstream;
    this.limit = new SilenceLimit(silence);
  }

  @Override
  public Fetched fetch(FetchRequest request, BodySink sink) {
    var result = new CompletableFuture<Fetched>();
    var heard = new HeardSink(sink);
    var worker =
        Thread.ofVirtual()
            .name("attempt " + request.path().value())
            .start(() -> complete(result, request, heard));
    try {
      return limit.await(result, heard::bytes);
    } catch (TimeoutException _) {
      stop(worker);
      return new Fetched.Unavailable(
          "nothing came of %s of %s for %s"
              .formatted(request.range(), request.path().value(), limit.silence()),
          true);
    } catch (InterruptedException _) {
      stop(worker);
      Thread.currentThread().interrupt();
      return new Fetched.Unavailable("the fetch was stopped", true);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a fetch must end with an outcome", e.getCause());
    }
  }

  private void complete(CompletableFuture<Fetched> result, FetchRequest request, BodySink sink) {
    try {
      result.complete(upstream.fetch(request, sink));
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  /// Counts what comes.
  private static final class HeardSink implements BodySink {
    private final BodySink sink;
    private final AtomicLong bytes = new AtomicLong();

    HeardSink(BodySink sink) {
      this.sink = sink;
    }

    long bytes() {
      return bytes.get();
    }

    @Override
    public void begin(ObjectFacts facts) {
      sink.begin(facts);
    }

    @Override
    public void write(byte[] next, int offset, int count) {
      sink.write(next, offset, count);
      bytes.addAndGet(count);
    }
  }

  /// Waits until the worker has gone, since nobody may write to the sink after this call. Sockets
  /// that a virtual thread reads from are closed by its interrupt, so it goes at once.
  private static void stop(Thread worker) {
    worker.interrupt();
    var interrupted = false;
    while (true) {
      try {
        worker.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
