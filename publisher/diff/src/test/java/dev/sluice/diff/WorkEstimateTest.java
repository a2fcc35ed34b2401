package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.samples.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkEstimateTest {
  private static final Samples.ZipKind DEFLATED = new Samples.ZipKind("", 6, 0, false, "", "");
  private static final Samples.ZipKind STORED = new Samples.ZipKind("", 6, 1, false, "", "");

  private static Duration work(byte[] old, byte[] neu) throws IOException {
    return Differ.diff(
            MemorySegment.ofArray(old),
            MemorySegment.ofArray(neu),
            OutputStream.nullOutputStream(),
            DiffOptions.DEFAULT)
        .work();
  }

  @Test
  void givenStreamsToMakeAgain_whenDiffed_thenThatIsMoreWorkThanTheSameFilesStored()
      throws IOException {
    var deflated = work(Samples.zip(11, 1, 200, DEFLATED), Samples.zip(11, 3, 200, DEFLATED));
    var stored = work(Samples.zip(11, 1, 200, STORED), Samples.zip(11, 3, 200, STORED));

    assertThat(deflated).isGreaterThan(stored.multipliedBy(2));
  }

  @Test
  void givenNewBytes_whenDiffed_thenTheyAreMoreWorkThanCopiedOnes() throws IOException {
    var bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    var others = new byte[1 << 19];
    new Random(2).nextBytes(others);

    var same = work(bytes, bytes);

    assertThat(work(others, bytes)).isGreaterThan(same.multipliedBy(2));
    assertThat(same).isPositive();
  }
}
