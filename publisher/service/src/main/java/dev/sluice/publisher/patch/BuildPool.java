package dev.sluice.publisher.patch;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Threads on which patches are made, as many as may be made at a time.
///
/// What is added waits for a thread, in that order. There is no bound: a caller who adds no more
/// than there are threads can choose the next build after it has seen how the last one ended.
///
/// A large build divides itself; its parts have threads of their own, one for each processor. On
/// the pool that all of a process shares they would keep its HTTP clients from their answers for
/// minutes.
public final class BuildPool implements AutoCloseable {
  /// How soon a waiting thread notices that the pool was closed.
  private static final long STEP_MILLIS = 100;

  private final ExecutorService threads;
  private final ForkJoinPool parts = new ForkJoinPool();

  /// @param maxParallel most builds at a time, at least 1
  public BuildPool(int maxParallel) {
    threads =
        Executors.newFixedThreadPool(
            maxParallel, Thread.ofPlatform().name("sluice-delta-", 0).daemon().factory());
  }

  /// Runs the parts of builds.
  public Executor parts() {
    return parts;
  }

  /// Starts with nothing to do.
  public <T> Batch<T> newBatch() {
    return new Batch<>(threads);
  }

  /// Interrupts what is under way and waits for none of it, as a diff does not stop before its end.
  /// Whoever waits for a build is let go; what was under way is done again another time.
  @Override
  public void close() {
    var _ = threads.shutdownNow();
    // What it has begun it ends: a diff waits for all of its parts.
    parts.shutdown();
  }

  /// Builds that one thread adds and awaits.
  public static final class Batch<T> {
    private final ExecutorService threads;
    private final CompletionService<T> service;
    private int pending;

    private Batch(ExecutorService threads) {
      this.threads = threads;
      this.service = new ExecutorCompletionService<>(threads);
    }

    /// Adds a build; what can go wrong has to be part of its value.
    ///
    /// @throws InterruptedException if the pool was closed
    public void add(Callable<T> build) throws InterruptedException {
      try {
        var _ = service.submit(build);
        pending++;
      } catch (RejectedExecutionException e) {
        throw closed();
      }
    }

    /// How many builds there are whose end nobody has awaited.
    public int pending() {
      return pending;
    }

    /// Waits for the next build to end, in whatever order.
    ///
    /// @throws InterruptedException if interrupted while waiting, or the pool was closed
    public T awaitNext() throws InterruptedException {
      try {
        T ended = next().get();
        pending--;
        return ended;
      } catch (ExecutionException e) {
        pending--;
        if (e.getCause() instanceof InterruptedException) {
          throw closed();
        }
        throw new IllegalStateException("a build must return what goes wrong", e.getCause());
      }
    }

    private Future<T> next() throws InterruptedException {
      while (true) {
        Future<T> ended = service.poll(STEP_MILLIS, TimeUnit.MILLISECONDS);
        if (threads.isShutdown()) {
          throw closed();
        }
        if (ended != null) {
          return ended;
        }
      }
    }

    private static InterruptedException closed() {
      return new InterruptedException("the pool was closed");
    }
  }
}
