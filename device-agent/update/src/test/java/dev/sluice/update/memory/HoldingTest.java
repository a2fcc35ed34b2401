package dev.sluice.update.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Holds are counted in what timestamps say, so that no clock ends one.
class HoldingTest {
  private static final Instant HEARD = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final RolloutId ROLLOUT = new RolloutId(ProductName.parse("demo"), 3, 1);

  private final Holding held = new Holding.Nothing().announced(halt(7));

  @Test
  void givenHalt_whenNoNewTimestampIsRead_thenHoldsHoweverLate() {
    assertThat(held.holds(ROLLOUT, Instant.EPOCH)).isTrue();
    assertThat(held.holds(ROLLOUT, HEARD.plus(Duration.ofDays(10_000)))).isTrue();
  }

  @Test
  void givenHalt_whenTimestampsAreRead_thenHoldsForTheLimitFromTheFirst() {
    var counted = held.atTimestamp(HEARD, INTERVAL).atTimestamp(HEARD.plus(INTERVAL), INTERVAL);

    assertThat(counted.holds(ROLLOUT, HEARD.plus(Holding.LIMIT).minusNanos(1))).isTrue();
    assertThat(counted.holds(ROLLOUT, HEARD.plus(Holding.LIMIT))).isFalse();
  }

  @Test
  void givenCountedHold_whenItIsAnnouncedAgain_thenIsNoLonger() {
    var again = held.atTimestamp(HEARD, INTERVAL).announced(halt(9));

    assertThat(again).isEqualTo(new Holding.Held(ROLLOUT, 9, HEARD.plus(Holding.LIMIT)));
  }

  @Test
  void givenHaltThatNamesNoDocument_whenATimestampIsRead_thenHoldsForARefreshInterval() {
    var unnamed = new Holding.Nothing().announced(halt(RolloutHalted.NO_SEQUENCE));

    assertThat(unnamed.atTimestamp(HEARD, INTERVAL))
        .isEqualTo(new Holding.Held(ROLLOUT, RolloutHalted.NO_SEQUENCE, HEARD.plus(INTERVAL)));
  }

  private static RolloutHalted halt(long sequence) {
    return new RolloutHalted(ROLLOUT.product(), "canary", ROLLOUT, sequence, "it fails");
  }
}
