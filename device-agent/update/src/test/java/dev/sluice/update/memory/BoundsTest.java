package dev.sluice.update.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofHours(24);

  @Test
  void givenSignatureOfAClockFourYearsAhead_whenAccepted_thenRightOnesAreStillInTime() {
    var bounds = Bounds.NONE.withTimestamp(NOW, LIFE, NOW);

    for (int hours = 1; hours < 48; hours++) {
      Instant clock = NOW.plus(Duration.ofHours(hours));
      bounds = bounds.withTimestamp(clock.plus(Duration.ofDays(1461)), LIFE, clock);

      assertThat(bounds.timeFloor()).isEqualTo(clock.plus(Duration.ofHours(12)));
      assertThat(clock.plus(LIFE)).isAfter(bounds.timeFloor());
    }
  }

  @Test
  void givenClockThatIsRight_whenATimestampIsAccepted_thenTheFloorIsItsSigning() {
    var bounds = Bounds.NONE.withTimestamp(NOW, LIFE, NOW);

    assertThat(bounds.timeFloor()).isEqualTo(NOW);
    assertThat(bounds.withTimestamp(NOW.minusSeconds(1), LIFE, NOW)).isEqualTo(bounds);
    Instant later = NOW.plus(Duration.ofDays(400));
    assertThat(bounds.withTimestamp(later.minusSeconds(3), LIFE, later).timeFloor())
        .isEqualTo(later.minusSeconds(3));
  }

  @Test
  void givenNoClock_whenATimestampOfYearsLaterIsAccepted_thenTimeMovesByThirtyDays() {
    var bounds = Bounds.NONE.withTimestamp(NOW, LIFE, Instant.EPOCH);

    assertThat(bounds.timeFloor()).isEqualTo(NOW);
    assertThat(
            bounds.withTimestamp(NOW.plus(Duration.ofDays(700)), LIFE, Instant.EPOCH).timeFloor())
        .isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(bounds.withTimestamp(NOW.plus(Duration.ofDays(9)), LIFE, Instant.EPOCH).timeFloor())
        .isEqualTo(NOW.plus(Duration.ofDays(9)));
  }

  @Test
  void givenNewRoot_whenAccepted_thenTimeBeginsWithTheNextTimestamp() {
    var misled = Bounds.NONE.withTimestamp(NOW.plus(Duration.ofDays(1461)), LIFE, NOW);

    var healed = misled.withNewRoot().withTimestamp(NOW, LIFE, NOW);

    assertThat(healed.timeFloor()).isEqualTo(NOW);
    assertThat(healed.rollbackFloor()).isEqualTo(misled.rollbackFloor());
  }
}
