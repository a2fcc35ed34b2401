package dev.sluice.patch.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.samples.Samples;
import dev.sluice.formats.stream.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
  private static final byte[] VIEW = Samples.bytes(Samples.random(3), 8000, 256);

  /// A hole from 600 to 1000, and zeros from 1900 to the end.
  private static final Pieces FILE =
      Pieces.of(
          2000,
          List.of(
              new Pieces.Run(50, 0, 600),
              new Pieces.Run(650, 1000, 512),
              new Pieces.Run(3000, 1512, 388)));

  @Test
  void givenRuns_whenRead_thenWhatNoneHoldsIsZeros() throws IOException {
    var expected = new byte[2000];
    System.arraycopy(VIEW, 50, expected, 0, 600);
    System.arraycopy(VIEW, 650, expected, 1000, 512);
    System.arraycopy(VIEW, 3000, expected, 1512, 388);

    var read = new byte[2000];
    var source = FILE.over(ByteSource.of(MemorySegment.ofArray(VIEW)));
    source.readFully(0, read, 2000);

    assertThat(read).isEqualTo(expected);
    for (int at = 0; at < 2000; at += 7) {
      var one = new byte[1];
      source.readFully(at, one, 1);
      assertThat(one[0]).as("at %d", at).isEqualTo(expected[at]);
    }
    assertThatThrownBy(() -> source.readFully(1999, read, 2)).isInstanceOf(EOFException.class);
  }

  @Test
  void givenRuns_whenFollowed_thenTellsHowFarTheyOrTheirGapsReach() {
    assertThat(FILE.follow(0)).isEqualTo(-50);
    assertThat(FILE.follow(50)).isEqualTo(600);
    assertThat(FILE.follow(649)).isEqualTo(1);
    assertThat(FILE.follow(650)).isEqualTo(512);
    assertThat(FILE.follow(1162)).isEqualTo(-1838);
    assertThat(FILE.follow(3388)).isEqualTo(-Long.MAX_VALUE);
    assertThat(FILE.offsetOf(649)).isEqualTo(599);
    assertThat(FILE.offsetOf(650)).isEqualTo(1000);
    assertThat(FILE.offsetOf(3001)).isEqualTo(1513);
  }

  @Test
  void givenRunsThatCannotBe_whenMade_thenIsRefused() {
    assertRefused(100);
    assertRefused(100, new Pieces.Run(0, 1, 50));
    assertRefused(100, new Pieces.Run(0, 0, 101));
    assertRefused(100, new Pieces.Run(0, 0, 0));
    assertRefused(Long.MAX_VALUE, new Pieces.Run(2, 0, Long.MAX_VALUE));
    assertRefused(2000, new Pieces.Run(0, 0, 511), new Pieces.Run(600, 600, 5));
    assertRefused(2000, new Pieces.Run(0, 0, 600), new Pieces.Run(599, 600, 5));
    assertRefused(2000, new Pieces.Run(0, 0, 600), new Pieces.Run(600, 599, 5));
  }

  private static void assertRefused(long length, Pieces.Run... runs) {
    assertThatThrownBy(() -> Pieces.of(length, Arrays.asList(runs)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
