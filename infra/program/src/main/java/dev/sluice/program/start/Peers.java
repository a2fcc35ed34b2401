package dev.sluice.program.start;

import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for a peer when a program starts.
public final class Peers {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final RetryPolicy PAUSES =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(100), Duration.ofSeconds(2));

  private Peers() {}

  /// One try to reach a peer.
  @FunctionalInterface
  public interface Attempt<T> {
    /// @throws NotReadyException if the peer does not answer as it should yet
    /// @throws NotAllowedException if it refuses our credentials: that is tried again too, as
    ///     accounts may come later than programs
    /// @throws ProgramException any other ends the wait
    T run() throws NotReadyException, InterruptedException;
  }

  /// The peer is not there yet; the message says what came.
  public static final class NotReadyException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message what came instead
    public NotReadyException(String message) {
      super(message);
    }

    /// @param message what came instead
    public NotReadyException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Tries until the peer answers.
  ///
  /// @param peer kind and address: `Kafka at broker:9092`
  /// @param limit how long in all, positive
  /// @param check is waiting meanwhile, and fine at the end
  /// @throws UnreachableException if the peer did not answer within the limit
  /// @throws NotAllowedException if it refused our credentials at the end
  public static <T> T await(String peer, Duration limit, Health.Check check, Attempt<T> attempt)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (int tries = 1; ; tries++) {
      check.waiting("waiting for " + peer);
      Exception failure;
      try {
        var result = attempt.run();
        check.ok();
        return result;
      } catch (NotReadyException | NotAllowedException | UnreachableException e) {
        failure = e;
      }
      var reason = Optional.ofNullable(failure.getMessage()).orElse("no reason given");
      check.waiting("waiting for %s: %s".formatted(peer, reason));
      if (tries == 1) {
        LOG.atInfo()
            .addKeyValue("peer", peer)
            .addKeyValue("reason", reason)
            .log("waiting for a peer");
      }
      var pause = PAUSES.delayAfter(tries, ThreadLocalRandom.current());
      if (System.nanoTime() + pause.toNanos() > deadline) {
        throw atTheEnd(peer, limit, failure, reason);
      }
      Thread.sleep(pause);
    }
  }

  private static ProgramException atTheEnd(
      String peer, Duration limit, @Nullable Exception failure, String reason) {
    if (failure instanceof NotAllowedException refused) {
      return new NotAllowedException(
          "%s refuses the credentials: %s".formatted(peer, behind(peer, reason)), refused);
    }
    var message =
        "%s did not answer within %s: %s".formatted(peer, inSeconds(limit), behind(peer, reason));
    return failure == null
        ? new UnreachableException(message)
        : new UnreachableException(message, failure);
  }

  /// The reason without the peer's name at its start, which the line has already.
  private static String behind(String peer, String reason) {
    return reason.startsWith(peer + ": ") || reason.startsWith(peer + ", ")
        ? reason.substring(peer.length() + 2)
        : reason;
  }

  private static String inSeconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
