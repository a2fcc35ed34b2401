package dev.sluice.publisher.patch;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Threads on which patches are made, as many as may be made at a time.
///
/// What is added waits for a thread, in that order. There is no bound: a caller who adds no more
/// than
/// there are threads can choose the next build after it has seen how the last one ended.
public final class BuildPool implements AutoCloseable {
  private final ExecutorService threads;

  /// @param maxParallel most builds at a time, at least 1
  public BuildPool(int maxParallel) {
    threads =
        Executors.newFixedThreadPool(
            maxParallel, Thread.ofPlatform().name("sluice-delta-", 0).daemon().factory());
  }

  /// Starts with nothing to do.
  public <T> Batch<T> newBatch() {
    return new Batch<>(new ExecutorCompletionService<>(threads));
  }

  /// Interrupts what is under way and waits for none of it: a diff does not stop before its end.
  @Override
  public void close() {
    var _ = threads.shutdownNow();
  }

  /// Builds that one thread adds and awaits.
  public static final class Batch<T> {
    private final CompletionService<T> service;
    private int pending;

    private Batch(CompletionService<T> service) {
      this.service = service;
    }

    /// Adds a build; what can go wrong has to be part of its value.
    public void add(Callable<T> build) {
      var _ = service.submit(build);
      pending++;
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
        T ended = service.take().get();
        pending--;
        return ended;
      } catch (ExecutionException e) {
        pending--;
        if (e.getCause() instanceof InterruptedException) {
          throw new InterruptedException("the pool was closed");
        }
        throw new IllegalStateException("a build must return what goes wrong", e.getCause());
      }
    }
  }
}
