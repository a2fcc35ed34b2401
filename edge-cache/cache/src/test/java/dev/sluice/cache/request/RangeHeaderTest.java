package dev.sluice.cache.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.slice.ByteRange;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeHeaderTest {
  private static final long SEED = 815;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-0       | 100 | 0  | 1",
        "bytes=0-99      | 100 | 0  | 100",
        "bytes=10-500    | 100 | 10 | 100",
        "bytes=10-       | 100 | 10 | 100",
        "bytes=-10       | 100 | 90 | 100",
        "bytes=-500      | 100 | 0  | 100",
        "Bytes = 5-6     | 100 | 5  | 7",
        "bytes=, 5-6 ,,  | 100 | 5  | 7",
        "bytes=0-4,5-9   | 100 | 0  | 10",
        "bytes=8-20,0-9  | 100 | 0  | 21",
        "bytes=7-8,200-  | 100 | 7  | 9",
        "bytes=3-99999999999999999999 | 100 | 3 | 100",
      })
  void givenOneUsableRange_whenSelecting_thenGivesThatPart(
      String header, long length, long start, long end) {
    var selection = RangeHeader.parse(header).select(length);

    assertThat(selection).isEqualTo(new Selection.Part(new ByteRange(start, end)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=5-4",
        "bytes=1-2-3",
        "lines=1-2",
        "bytes=+1-2",
        "bytes=0x1-2",
        "bytes=1-2,x",
        "bytes=1-2;3-4",
        "bytes=0-0,2-2",
        "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15,16-16"
      })
  void givenMalformedForeignOrScatteredRanges_whenSelecting_thenGivesTheWhole(String header) {
    assertThat(RangeHeader.parse(header).select(100)).isEqualTo(new Selection.Whole());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=100-,200-300"})
  void givenOnlyRangesPastTheEnd_whenSelecting_thenIsUnsatisfiable(String header) {
    assertThat(RangeHeader.parse(header).select(100)).isEqualTo(new Selection.Unsatisfiable());
  }

  @Test
  void givenEmptyObject_whenSelecting_thenOnlyASuffixIsSatisfiable() {
    assertThat(RangeHeader.parse("bytes=0-").select(0)).isEqualTo(new Selection.Unsatisfiable());
    assertThat(RangeHeader.parse("bytes=-5").select(0)).isEqualTo(new Selection.Whole());
  }

  @Test
  void givenAnyText_whenParsing_thenNeverThrowsAndSelectsWithinTheObject() {
    var random = new SplittableRandom(SEED);
    var alphabet = "bytes=0123456789-,, \t=;xX\u00e9";
    for (var round = 0; round < 20_000; round++) {
      var text = new StringBuilder(random.nextBoolean() ? "bytes=" : "");
      var size = random.nextInt(24);
      for (var i = 0; i < size; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      var length = random.nextLong(0, 50);

      var header = RangeHeader.parse(text.toString());

      assertThat(header.likelyFirstOffset()).as("seed %d: %s", SEED, text).isNotNegative();
      if (header.select(length) instanceof Selection.Part(var range)) {
        assertThat(range.end()).as("seed %d: %s", SEED, text).isLessThanOrEqualTo(length);
      }
    }
  }
}
