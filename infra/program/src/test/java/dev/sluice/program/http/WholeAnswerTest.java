package dev.sluice.program.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WholeAnswerTest {
  @Test
  void givenAnswerThatDoesNotCome_whenAwaited_thenItIsGivenUpAndCancelled() {
    var answer = new CompletableFuture<String>();

    assertThatThrownBy(
            () -> WholeAnswer.await(answer, new SilenceLimit(Duration.ofMillis(1)), () -> 0))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("no whole answer within 1 ms");
    assertThat(answer).isCancelled();
  }
}
