package dev.sluice.notifier;

import dev.sluice.program.Parts;
import dev.sluice.program.Program;
import dev.sluice.program.exit.FailedException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A notifier that runs, with what belongs to it.
public final class RunningNotifier implements Program.Running {
  private final Parts parts = new Parts();

  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<Notifier> topology = Optional.empty();
  private Optional<URI> api = Optional.empty();

  RunningNotifier() {}

  synchronized <T extends AutoCloseable> T add(T part) {
    return parts.add(part);
  }

  synchronized Notifier topology(Notifier started) {
    topology = Optional.of(add(started));
    return started;
  }

  synchronized void api(ConsoleServer started) {
    api = Optional.of(add(started).uri());
  }

  /// Where the console's API listens, if it does.
  public synchronized Optional<URI> api() {
    return api;
  }

  /// Waits until the topology fails for good, or all is closed.
  ///
  /// @throws FailedException if it failed
  @Override
  public void awaitEnd() throws InterruptedException {
    Optional<Notifier> running;
    synchronized (this) {
      running = topology;
    }
    if (running.isEmpty()) {
      closed.await();
      return;
    }
    Throwable failure = running.get().awaitFailure();
    throw new FailedException(
        "topology: failed and does not go on by itself: " + failure.getMessage(), failure);
  }

  @Override
  public synchronized void close() {
    topology.ifPresent(Notifier::beginClose);
    parts.close();
    closed.countDown();
  }
}
