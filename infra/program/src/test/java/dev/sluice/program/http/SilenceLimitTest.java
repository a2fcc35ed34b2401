package dev.sluice.program.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SilenceLimitTest {
  private static final SilenceLimit LIMIT = new SilenceLimit(Duration.ofMinutes(5));

  @Test
  void givenSlowTransferThatMovesForHours_whenAwaited_thenItsResultComes() throws Exception {
    var transfer = new LateTransfer(1_000, 1_000, SilenceLimit.LEAST_BYTES);

    assertThat(LIMIT.await(transfer, transfer::movedBytes)).isEqualTo("stored");
    assertThat(transfer.turns).isEqualTo(1_000);
  }

  @Test
  void givenTransferThatStandsStill_whenAwaited_thenGivenUpAfterOneTurn() {
    var transfer = new LateTransfer(100, 3, SilenceLimit.LEAST_BYTES);

    assertThatThrownBy(() -> LIMIT.await(transfer, transfer::movedBytes))
        .isInstanceOf(TimeoutException.class);
    assertThat(transfer.turns).isEqualTo(4);
  }

  @Test
  void givenTransferThatBringsAByteNowAndThen_whenAwaited_thenGivenUp() {
    var transfer = new LateTransfer(100, 100, SilenceLimit.LEAST_BYTES - 1);

    assertThatThrownBy(() -> LIMIT.await(transfer, transfer::movedBytes))
        .isInstanceOf(TimeoutException.class);
    assertThat(transfer.turns).isEqualTo(1);
  }

  /// Ends after some turns of waiting, of which the first ones move something.
  private static final class LateTransfer extends CompletableFuture<String> {
    private final int allTurns;
    private final int movingTurns;
    private final long bytesInATurn;
    private int turns;

    LateTransfer(int allTurns, int movingTurns, long bytesInATurn) {
      this.allTurns = allTurns;
      this.movingTurns = movingTurns;
      this.bytesInATurn = bytesInATurn;
    }

    long movedBytes() {
      return Math.min(turns, movingTurns) * bytesInATurn;
    }

    @Override
    public String get(long timeout, TimeUnit unit) throws TimeoutException {
      assertThat(unit.toMillis(timeout)).isEqualTo(LIMIT.silence().toMillis());
      if (turns == allTurns) {
        return "stored";
      }
      turns++;
      throw new TimeoutException();
    }
  }
}
