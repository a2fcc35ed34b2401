package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Bounds an attempt as a whole, body included: a server that sends a byte a minute is slow, not
/// alive.
public final class TimedUpstream implements Upstream {
  private final Upstream upstream;
  private final Duration limit;

  /// @param limit longest time for one fetch from its start to the last byte
  public TimedUpstream(Upstream upstream, Duration limit) {
    this.upstream = upstream;
    this.limit = limit;
  }

  @Override
  public Fetched fetch(FetchRequest request, BodySink sink) {
    var result = new CompletableFuture<Fetched>();
    var worker =
        Thread.ofVirtual()
            .name("attempt " + request.path().value())
            .start(() -> complete(result, request, sink));
    try {
      return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      stop(worker);
      return new Fetched.Unavailable(
          "upstream did not deliver %s of %s within %s"
              .formatted(request.range(), request.path().value(), limit),
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
