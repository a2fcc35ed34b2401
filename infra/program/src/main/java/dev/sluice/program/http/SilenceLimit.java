package dev.sluice.program.http;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// How long a transfer may bring nothing. How long it takes as a whole has no limit: a slow line
/// that moves is healthy.
///
/// @param silence length of one turn of waiting, 1 ms or more; another follows if something moved
///     in it, so that silence is noticed after one turn to two
public record SilenceLimit(Duration silence) {
  /// Fewer bytes in a turn count as none: at a turn of half a minute this is 34 bytes a second,
  /// below what anybody calls a link, and no server can keep us waiting with a byte now and then.
  public static final long LEAST_BYTES = 1 << 10;

  /// The result, as soon as it is there.
  ///
  /// @param movedBytes how many have moved by now; another thread counts
  /// @throws TimeoutException if fewer than [#LEAST_BYTES] moved in a turn
  /// @throws ExecutionException if the transfer failed
  public <T> T await(Future<T> transfer, LongSupplier movedBytes)
      throws TimeoutException, ExecutionException, InterruptedException {
    for (long before = movedBytes.getAsLong(); ; ) {
      try {
        return transfer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long now = movedBytes.getAsLong();
        if (now - before < LEAST_BYTES) {
          throw e;
        }
        before = now;
      }
    }
  }
}
