package dev.sluice.program.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WholeAnswerTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void givenBodyThatMovesForHours_whenAwaited_thenTheAnswerComes() throws Exception {
    var answer = new LateAnswer(100, 100);

    assertThat(WholeAnswer.await(answer, LIMIT, answer::moved)).isEqualTo("stored");
    assertThat(answer.turns).isEqualTo(100);
  }

  @Test
  void givenBodyThatStandsStill_whenAwaited_thenGivenUpAfterOneTurn() {
    var answer = new LateAnswer(100, 3);

    assertThatThrownBy(() -> WholeAnswer.await(answer, LIMIT, answer::moved))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(answer.turns).isEqualTo(4);
  }

  /// Comes after some turns of waiting, of which the first ones move something.
  private static final class LateAnswer extends CompletableFuture<String> {
    private final int allTurns;
    private final int movingTurns;
    private int turns;

    LateAnswer(int allTurns, int movingTurns) {
      this.allTurns = allTurns;
      this.movingTurns = movingTurns;
    }

    long moved() {
      return Math.min(turns, movingTurns);
    }

    @Override
    public String get(long timeout, TimeUnit unit) throws TimeoutException {
      assertThat(unit.toMillis(timeout)).isEqualTo(LIMIT.toMillis());
      if (turns == allTurns) {
        return "stored";
      }
      turns++;
      throw new TimeoutException();
    }
  }
}
