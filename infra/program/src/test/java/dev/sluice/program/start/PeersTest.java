package dev.sluice.program.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.exit.UnreachableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeersTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Health health = new Health();
  private final Health.Check check = health.add("kafka");

  private String reason() {
    return health.states().getFirst().problem().orElse("");
  }

  @Test
  void givenPeerThatComesLater_whenAwaited_thenReadyAfterwards() throws InterruptedException {
    var tries = new AtomicInteger();

    var answer =
        Peers.await(
            "Kafka at k:1",
            Duration.ofSeconds(30),
            check,
            () -> {
              assertThat(reason()).startsWith("waiting for Kafka at k:1");
              if (tries.incrementAndGet() < 3) {
                throw new Peers.NotReadyException("refused");
              }
              return "there";
            });

    assertThat(answer).isEqualTo("there");
    assertThat(tries).hasValue(3);
    assertThat(reason()).isEmpty();
  }

  @Test
  void givenPeerThatStaysAway_whenAwaited_thenUnreachableWithinTheLimit() {
    assertThatThrownBy(
            () ->
                Peers.await(
                    "Kafka at k:1",
                    SHORT,
                    check,
                    () -> {
                      throw new Peers.NotReadyException("connection refused");
                    }))
        .isInstanceOf(UnreachableException.class)
        .hasMessage("Kafka at k:1 did not answer within 300 ms: connection refused");
    assertThat(reason()).isEqualTo("waiting for Kafka at k:1: connection refused");
  }

  @Test
  void givenReasonThatNamesThePeer_whenAwaited_thenTheLineNamesItOnce() {
    assertThatThrownBy(
            () ->
                Peers.await(
                    "Kafka at k:1",
                    SHORT,
                    check,
                    () -> {
                      throw new UnreachableException("Kafka at k:1: expected an answer, got none");
                    }))
        .hasMessage("Kafka at k:1 did not answer within 300 ms: expected an answer, got none");
  }

  @Test
  void givenPeerThatRefusesUs_whenAwaited_thenNotAllowed() {
    assertThatThrownBy(
            () ->
                Peers.await(
                    "S3 at s:1",
                    SHORT,
                    check,
                    () -> {
                      throw new NotAllowedException("403");
                    }))
        .isInstanceOf(NotAllowedException.class)
        .hasMessage("S3 at s:1 refuses the credentials: 403");
  }

  @Test
  void givenAnotherFailure_whenAwaited_thenNoSecondTry() {
    var tries = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Peers.await(
                    "S3",
                    Duration.ofMinutes(5),
                    check,
                    () -> {
                      tries.incrementAndGet();
                      throw new CannotStartException("no bucket");
                    }))
        .isInstanceOf(CannotStartException.class);
    assertThat(tries).hasValue(1);
  }
}
