package dev.sluice.cache.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlicingTest {
  private static final long SEED = 4711;

  @Test
  void givenRangeInsideOneSlice_whenCovering_thenGivesThatSliceWhole() {
    var slices = new Slicing(100).covering(new ByteRange(130, 140), 1000);

    assertThat(slices).containsExactly(new Slice(1, new ByteRange(100, 200)));
  }

  @Test
  void givenRangeAtTheEnd_whenCovering_thenLastSliceIsShorter() {
    var slices = new Slicing(100).covering(new ByteRange(150, 250), 250);

    assertThat(slices)
        .containsExactly(
            new Slice(1, new ByteRange(100, 200)), new Slice(2, new ByteRange(200, 250)));
  }

  @Test
  void givenRangePastTheEnd_whenCovering_thenRefuses() {
    assertThatThrownBy(() -> new Slicing(100).covering(new ByteRange(0, 251), 250))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("250 bytes");
  }

  @Test
  void givenEmptyObject_whenCounting_thenThereIsNoSlice() {
    assertThat(new Slicing(100).count(0)).isZero();
    assertThat(new Slicing(100).count(100)).isEqualTo(1);
    assertThat(new Slicing(100).count(101)).isEqualTo(2);
  }

  @Test
  void givenLastSliceOfTheLargestOffset_whenAskingNominal_thenDoesNotOverflow() {
    var slicing = Slicing.DEFAULT;

    var nominal = slicing.nominal(slicing.indexOf(Long.MAX_VALUE));

    assertThat(nominal.end()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void givenAnyRange_whenCovering_thenSlicesTileItWithoutGapOrOverlap() {
    var random = new SplittableRandom(SEED);
    for (var round = 0; round < 2000; round++) {
      var slicing = new Slicing(random.nextLong(1, 200));
      var length = random.nextLong(1, 3000);
      var start = random.nextLong(length);
      var range = new ByteRange(start, random.nextLong(start, length) + 1);

      var slices = slicing.covering(range, length);

      var at = range.start();
      for (var slice : slices) {
        assertThat(slice.range().start() % slicing.sliceLengthBytes()).as("seed %d", SEED).isZero();
        var part = slice.within(range);
        assertThat(slice.range().start() + part.start()).as("seed %d", SEED).isEqualTo(at);
        at += part.lengthBytes();
      }
      assertThat(at).as("seed %d", SEED).isEqualTo(range.end());
    }
  }
}
