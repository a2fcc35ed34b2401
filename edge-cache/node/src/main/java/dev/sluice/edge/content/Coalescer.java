package dev.sluice.edge.content;

import dev.sluice.cache.coalescing.CoalescingTable;
import dev.sluice.cache.coalescing.Joining;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/// Runs a piece of work once per key at a time, on a virtual thread of its own; everybody who asked
/// gets its outcome.
///
/// The thread around a [CoalescingTable]. A caller that gives up, or whose client has left, stops
/// nothing.
///
/// @param <K> what is worked on
/// @param <O> the outcome
final class Coalescer<K, O> implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Function<K, O> late;
  private final Duration waitLimit;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  // guarded by itself
  private final CoalescingTable<K, CompletableFuture<O>> table = new CoalescingTable<>();

  /// An outcome, and whether the work was begun for this caller.
  record Obtained<O>(O outcome, boolean started) {}

  /// @param waitLimit longest wait of a caller
  /// @param late what a caller gets that waited for so long; the work goes on
  Coalescer(Duration waitLimit, Function<K, O> late) {
    this.waitLimit = waitLimit;
    this.late = late;
  }

  /// Waits for the outcome of the work on `key`, which is begun unless it is under way, or has come
  /// to something since the caller looked.
  ///
  /// @param ready what came of it already; asked under a lock, and quick
  /// @throws RuntimeException what the work threw, the same for all who waited
  Obtained<O> obtain(K key, Supplier<Optional<O>> ready, Supplier<O> work) {
    var waiter = new CompletableFuture<O>();
    var started = join(key, waiter, ready, work);
    try {
      return new Obtained<>(waiter.get(waitLimit.toNanos(), TimeUnit.NANOSECONDS), started);
    } catch (TimeoutException _) {
      leave(key, waiter);
      return new Obtained<>(late.apply(key), started);
    } catch (InterruptedException _) {
      leave(key, waiter);
      Thread.currentThread().interrupt();
      return new Obtained<>(late.apply(key), started);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("work on " + key + " failed", e.getCause());
    }
  }

  /// Sees that the work on `key` is under way, and does not wait for it.
  ///
  /// @return whether it was begun by this call
  boolean start(K key, Supplier<Optional<O>> ready, Supplier<O> work) {
    return join(key, new CompletableFuture<>(), ready, work);
  }

  /// Stops the work under way; waiters get what it comes to.
  @Override
  public void close() {
    workers.shutdownNow();
    try {
      workers.awaitTermination(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean join(
      K key, CompletableFuture<O> waiter, Supplier<Optional<O>> ready, Supplier<O> work) {
    synchronized (table) {
      // Work leaves the table only after what it came to can be found.
      var there = table.isUnderWay(key) ? Optional.<O>empty() : ready.get();
      if (there.isPresent()) {
        waiter.complete(there.get());
        return false;
      }
      if (table.join(key, waiter) == Joining.WAITS) {
        return false;
      }
    }
    try {
      workers.execute(() -> run(key, work));
    } catch (RuntimeException e) {
      // closed in the meantime: whoever joined must not wait for nobody
      finish(key).forEach(w -> w.completeExceptionally(e));
    }
    return true;
  }

  private void run(K key, Supplier<O> work) {
    try {
      var outcome = work.get();
      finish(key).forEach(w -> w.complete(outcome));
    } catch (RuntimeException | Error e) {
      finish(key).forEach(w -> w.completeExceptionally(e));
    }
  }

  private List<CompletableFuture<O>> finish(K key) {
    synchronized (table) {
      return table.finish(key);
    }
  }

  private void leave(K key, CompletableFuture<O> waiter) {
    synchronized (table) {
      table.leave(key, waiter);
    }
  }
}
