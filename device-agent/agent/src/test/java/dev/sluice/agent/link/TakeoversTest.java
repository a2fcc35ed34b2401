package dev.sluice.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Seeded;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A session that somebody else takes.
class TakeoversTest {
  private final Seeded chance = new Seeded(3);
  private final Takeovers takeovers = new Takeovers();

  @Test
  void givenClonedDevice_whenTheTwoMeetForADay_thenTheyTakeTheSessionAFewDozenTimes() {
    Duration day = Duration.ZERO;
    int taken = 0;
    while (day.toHours() < 24) {
      takeovers.connected(day.toNanos());
      day = day.plus(takeovers.taken(day.toNanos(), chance));
      taken++;
    }

    assertThat(taken).isLessThan(60);
    takeovers.connected(day.toNanos());
    assertThat(takeovers.isTwinKnown(day.toNanos())).isTrue();
    assertThat(takeovers.isFirst()).isFalse();
  }

  @Test
  void givenTwinThatIsGone_whenTheLinkWasUpForLong_thenTheNextTakeoverIsTheFirst() {
    takeovers.connected(0);
    for (int i = 0; i < 10; i++) {
      assertThat(takeovers.taken(0, chance)).isPositive();
    }

    long later = Takeovers.STABLE.toNanos() + 1;
    assertThat(takeovers.isTwinKnown(later)).isFalse();
    Duration pause = takeovers.taken(later, chance);

    assertThat(takeovers.isFirst()).isTrue();
    assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(30));
  }
}
