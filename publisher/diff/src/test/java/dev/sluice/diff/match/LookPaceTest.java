package dev.sluice.diff.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LookPaceTest {
  private static final long MEBIBYTE = 1 << 20;

  @Test
  void givenNothingFound_whenGoneOn_thenLooksAtOneInFifteenPositions() {
    var pace = new LookPace();

    long looks = LongStream.range(0, MEBIBYTE).filter(pace::isDue).count();

    assertThat(looks).isBetween(MEBIBYTE / 15, MEBIBYTE / 15 + (1 << 13));
  }

  @Test
  void givenAFind_whenGoneOn_thenLooksAtEveryPositionAgain() {
    var pace = new LookPace();
    assertThat(LongStream.range(MEBIBYTE, MEBIBYTE + 100).filter(pace::isDue).count())
        .isLessThan(10);

    pace.found(MEBIBYTE);

    assertThat(LongStream.range(MEBIBYTE, MEBIBYTE + (1 << 12))).allMatch(pace::isDue);
  }

  @Test
  void givenPlacesAtPowersOfTwo_whenGoneOnInStrides_thenAllDistancesAreMet() {
    var pace = new LookPace();
    int step = 32;

    for (long shift = 0; shift < step; shift++) {
      long distance = shift;
      assertThat(
              LongStream.range(MEBIBYTE, MEBIBYTE + 15L * step)
                  .filter(at -> pace.isDue(at) && (at + distance) % step == 0)
                  .count())
          .as("distance %d", shift)
          .isPositive();
    }
  }
}
