package dev.sluice.stack.cli;

import dev.sluice.program.exit.FailedException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Makes an orderly end of Ctrl-C and SIGTERM: the command's thread is interrupted, and the process
/// ends only after that thread has closed what it opened.
///
/// Starting and stopping servers is not interrupted: what some of them do then is to swallow it, or
/// to stop halfway. Between the two the interrupt comes again until the thread reacts. Opened
/// first, so that it is closed last; one for each command, by its own thread.
final class StopRequest implements AutoCloseable {
  private static final long ROUND_MILLIS = 500;

  /// More than our servers take to start and to stop; after that the process ends all the same.
  private static final int MAX_ROUNDS = 240;

  private final Thread command = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "sluice-stop");
  private volatile boolean requested;
  private boolean interrupting;

  private StopRequest() {}

  /// Listens from now on.
  static StopRequest listen() {
    var request = new StopRequest();
    Runtime.getRuntime().addShutdownHook(request.hook);
    return request;
  }

  /// Whether somebody asked for the end.
  boolean isRequested() {
    return requested;
  }

  /// Goes on only if nobody asked for the end.
  ///
  /// @throws FailedException if somebody did
  void requireGoingOn() {
    if (requested) {
      throw new FailedException("stopped on request");
    }
  }

  /// Everything is up: from now on a request interrupts.
  ///
  /// @throws FailedException if it came before
  synchronized void interruptFromNow() {
    requireGoingOn();
    interrupting = true;
  }

  /// What was started is about to be closed: from now on nothing is interrupted.
  synchronized void settle() {
    interrupting = false;
    if (requested) {
      var _ = Thread.interrupted();
    }
  }

  private void stop() {
    requested = true;
    try {
      for (int round = 0; round < MAX_ROUNDS; round++) {
        interrupt();
        if (closed.await(ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void interrupt() {
    if (interrupting) {
      command.interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (!requested) {
      try {
        var _ = Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The end has begun just now, and there is nothing left to wait for.
      }
    }
  }
}
