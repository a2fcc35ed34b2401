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
import org.junit.jupiter.api.Test;

class ClockCheckTest {
  private final VirtualClock clock = new VirtualClock();
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

  private ClockCheck check(TimeSource... sources) {
    return new ClockCheck(clock, Duration.ofMinutes(2), List.of(sources));
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
