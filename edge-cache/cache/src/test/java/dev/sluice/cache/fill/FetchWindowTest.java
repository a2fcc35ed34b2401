package dev.sluice.cache.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Row by row of the table of [FetchWindow].
class FetchWindowTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final FetchWindow window = new FetchWindow(64);

  @Test
  void givenFastLink_whenSlicesComeSoon_thenAsManyAsMayBeAreUnderWay() {
    for (var slice = 0; slice < 100; slice++) {
      window.came(START, true, START.plus(FetchWindow.SOON));
    }

    assertThat(window.size()).isEqualTo(64);
  }

  @Test
  void givenLinkThatNobodyUses_whenSlicesComeSoon_thenTheWindowStays() {
    window.came(START, false, START);

    assertThat(window.size()).isEqualTo(4);
  }

  @Test
  void givenSlicesThatBeganTogether_whenAllAreLate_thenTheWindowIsHalvedOnce() {
    for (var slice = 0; slice < 12; slice++) {
      window.came(START, true, START);
    }
    var late = START.plus(FetchWindow.LATE).plusMillis(1);

    for (var slice = 0; slice < 16; slice++) {
      window.came(START, true, late.plusSeconds(slice));
    }

    assertThat(window.size()).isEqualTo(8);
    window.late(late.plusSeconds(1), late.plusSeconds(60));
    assertThat(window.size()).isEqualTo(4);
  }

  @Test
  void givenLinkOf10KilobytesASecond_whenManySlicesAreWanted_thenTwoAtATimeComeAndNeverFewer() {
    var now = START;
    for (var slice = 0; slice < 10; slice++) {
      var since = now;
      // A mebibyte each, which share the link.
      now = now.plusSeconds(105L * window.size());
      window.came(since.plusMillis(1), true, now);
    }

    assertThat(window.size()).isEqualTo(FetchWindow.FEWEST);
    assertThat(new FetchWindow(1).size()).isEqualTo(1);
  }

  @Test
  void givenClockThatIsSetBack_whenASliceComes_thenItCountsAsSoon() {
    window.came(START, true, START.minus(Duration.ofHours(1)));

    assertThat(window.size()).isEqualTo(5);
  }
}
