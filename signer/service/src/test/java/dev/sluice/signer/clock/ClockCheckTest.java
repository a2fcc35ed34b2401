package dev.sluice.signer.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.testkit.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
  private final VirtualClock clock = new VirtualClock();
  private final AtomicLong steady = new AtomicLong();
  private final Instant start = clock.instant();

  @Test
  void givenClocksWithinTheLimit_whenCompared_thenAgree() {
    var check =
        check(source("store", start.plusSeconds(119)), source("Kafka", start.minusSeconds(119)));

    assertThat(check.problem()).isPresent();
    assertThatCode(check::require).doesNotThrowAnyException();
    assertThat(check.problem()).isEmpty();
  }

  @Test
  void givenClockTwoHoursOff_whenCompared_thenRefusesAndSaysByHowMuch() {
    var check = check(source("store", start), source("Kafka at b:9092", start.plusSeconds(7200)));

    assertThatExceptionOfType(ClockException.class)
        .isThrownBy(check::require)
        .withMessage(
            "clock: expected to be within 120 s of Kafka at b:9092, got 7200 s behind;"
                + " nothing is signed until it is set right");
    assertThat(check.problem()).isPresent();
    clock.advance(Duration.ofHours(4));
    assertThatExceptionOfType(ClockException.class)
        .isThrownBy(check::require)
        .withMessageContaining("of store, got 14400 s ahead");
  }

  @Test
  void givenClockThatIsSetRight_whenCompared_thenAgreesAgain() {
    var check = check(source("store", start.plusSeconds(7200)));
    assertThatIOException().isThrownBy(check::require);

    clock.advance(Duration.ofHours(2));

    assertThatCode(check::require).doesNotThrowAnyException();
    assertThat(check.problem()).isEmpty();
  }

  @Test
  void givenPeerThatDoesNotTell_whenCompared_thenTheOthersCount() {
    var silent = new Source("Kafka", Optional.empty());

    assertThatCode(check(silent, source("store", start))::require).doesNotThrowAnyException();
    assertThatIOException()
        .isThrownBy(check(silent, source("store", start.plusSeconds(121)))::require);
  }

  @Test
  void givenNoPeerThatTells_whenCompared_thenNothingIsSigned() {
    var check = check(new Source("Kafka", Optional.empty()));

    assertThatExceptionOfType(ClockException.class)
        .isThrownBy(check::require)
        .withMessage(
            "clock: expected the time of Kafka, got none; nothing is signed until a peer tells it");
  }

  @Test
  void givenClocksOfOneMachineThatLeapYearsTogether_whenCompared_thenNothingIsSigned() {
    var peer = new Machine();
    var check = check(peer);
    assertThatCode(check::require).doesNotThrowAnyException();

    clock.set(start.plus(Duration.ofDays(1461)));

    assertThatExceptionOfType(ClockException.class)
        .isThrownBy(check::require)
        .withMessageContaining("got " + clock.instant());
    assertThatIOException().isThrownBy(check::require);
    assertThat(check.problem()).isPresent();
    clock.set(start.plusSeconds(60));
    assertThatCode(check::require).doesNotThrowAnyException();
    assertThat(check.problem()).isEmpty();
  }

  @Test
  void givenMonthOfSteadyTime_whenCompared_thenThatIsNoLeap() {
    var check = check(new Machine());

    steady.addAndGet(Duration.ofDays(30).toNanos());
    clock.advance(Duration.ofDays(30));

    assertThatCode(check::require).doesNotThrowAnyException();
  }

  private ClockCheck check(TimeSource... sources) {
    return new ClockCheck(
        clock, steady::get, Duration.ofMinutes(2), Duration.ofHours(24), List.of(sources));
  }

  /// A peer on our own machine.
  private final class Machine implements TimeSource {
    @Override
    public String name() {
      return "machine";
    }

    @Override
    public Optional<Instant> now() {
      return Optional.of(clock.instant());
    }
  }

  private static Source source(String name, Instant now) {
    return new Source(name, Optional.of(now));
  }

  private record Source(String name, Optional<Instant> said) implements TimeSource {
    @Override
    public Optional<Instant> now() throws IOException {
      return said;
    }
  }
}
