package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import dev.sluice.formats.lz4.Lz4Expander;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.samples.Samples;
import dev.sluice.formats.xz.XzExpander;
import dev.sluice.formats.xz.XzRebuilder;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsRoundTripTest {
  private static final long MEMORY_BYTES = 1 << 27;

  @ParameterizedTest
  @ValueSource(strings = {"legacy-1.lz4", "legacy-4.lz4"})
  void givenLz4Stream_whenItsContentsStandInTheBase_thenPatchIsSmall(String name) throws Exception {
    var stream = Fixtures.read(name);
    var contents = new ByteArrayOutputStream();
    long _ = Lz4Expander.expand(new ByteArrayInputStream(stream), stream.length, contents::write);

    assertSmall(contents.toByteArray(), stream, 40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"six-blocks.xz", "two.xz"})
  void givenXzStream_whenItsContentsStandInTheBase_thenPatchIsSmall(String name) throws Exception {
    assumeTrue(XzRebuilder.isAvailable(), "skipped: this machine has no liblzma");
    var stream = Fixtures.read(name);
    var contents = new ByteArrayOutputStream();
    long _ =
        XzExpander.expand(
            new ByteArrayInputStream(stream), stream.length, MEMORY_BYTES, contents::write);

    assertSmall(contents.toByteArray(), stream, 60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip.squashfs", "xz.squashfs", "lz4.squashfs"})
  void givenSquashfsImage_whenItsFilesStandInTheBase_thenPatchIsSmallerThanWhatIsNew(String name)
      throws Exception {
    assumeTrue(XzRebuilder.isAvailable(), "skipped: this machine has no liblzma");
    var image = Fixtures.read(name);
    var other = Fixtures.read(name.equals("xz.squashfs") ? "gzip.squashfs" : "xz.squashfs");

    // Both hold the same files, compressed otherwise: only their contents are alike.
    var patch = Patches.diff(other, image);

    assertThat(patch).hasSizeLessThan(image.length / 2);
    assertThat(Patches.apply(other, patch).written()).isEqualTo(image);
  }

  @Test
  void givenZstdFrame_whenItsContentsStandInTheBase_thenPatchIsSmall() throws Exception {
    var contents = Samples.ascii("rings and waves, and more of them ".repeat(900));
    var frame = Zstd.compress(contents, 19);

    assertSmall(contents, frame, 60);
  }

  @Test
  void givenZstdImageOfAnotherVersion_whenDiffed_thenIsMadeAgainOrStaysAsItIs() throws Exception {
    assertMade(Fixtures.read("gzip.squashfs"), Fixtures.read("zstd.squashfs"));
    assertMade(Fixtures.read("zstd.squashfs"), Fixtures.read("lz4.squashfs"));
  }

  @Test
  void givenXzStreamAndADeviceWithLittleMemory_whenDiffed_thenStaysAsItIs() throws Exception {
    var stream = Fixtures.read("two.xz");

    var patch = Patches.diff(new byte[10], stream, DiffOptions.DEFAULT.withMaxApplyBytes(16 << 20));

    var applied = Patches.apply(new byte[10], patch, new PatchLimits(16 << 20, 1 << 20, 1 << 20));
    assertThat(applied.written()).isEqualTo(stream);
  }

  @Test
  void givenTruncatedAndDamagedStreams_whenDiffedAndApplied_thenGivesTheNewBytes()
      throws Exception {
    var whole = Fixtures.read("two.xz");
    for (int seed = 0; seed < 20; seed++) {
      var random = Samples.random(seed);
      var damaged = Samples.flip(random, whole, 1);
      var cut = Samples.cut(whole, 0, random.nextInt(whole.length));

      assertMade(damaged, whole);
      assertMade(whole, damaged);
      assertMade(cut, whole);
      assertMade(whole, cut);
    }
  }

  /// @param headerBytes what a patch without anything to say may have besides its digests
  private static void assertSmall(byte[] contents, byte[] stream, int headerBytes)
      throws IOException {
    var neu = Samples.join(Samples.ascii("before "), stream, Samples.ascii(" behind"));

    var patch = Patches.diff(contents, neu);

    assertThat(patch).hasSizeLessThan(2 * Digest.LENGTH_BYTES + headerBytes + 60);
    var applied = Patches.apply(contents, patch);
    assertThat(applied.outcome())
        .isEqualTo(new PatchOutcome.Applied(Digest.sha256(neu), neu.length));
    assertThat(applied.written()).isEqualTo(neu);
  }

  private static void assertMade(byte[] old, byte[] neu) throws IOException {
    assertThat(Patches.apply(old, Patches.diff(old, neu)).written()).isEqualTo(neu);
  }
}
