package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.samples.Samples;
import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZipRoundTripTest {
  private static final Samples.ZipKind USUAL = new Samples.ZipKind("usual", 6, 0, false, "", "");

  static List<Samples.ZipKind> kinds() {
    return List.of(
        USUAL,
        new Samples.ZipKind("best", 9, 0, false, "", ""),
        new Samples.ZipKind("fast", 1, 0, false, "", ""),
        new Samples.ZipKind("partly stored", 6, 3, false, "", ""),
        new Samples.ZipKind("extra fields", 6, 0, true, "", ""),
        new Samples.ZipKind("comment", 6, 0, false, "", "made by a test, PK\u0003\u0004"),
        new Samples.ZipKind("prefix", 9, 2, true, "#!/bin/sh\nexec java -jar $0\nPK\3\4", "end"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void givenTwoVersionsOfAnArchive_whenDiffed_thenComparesTheContents(Samples.ZipKind kind)
      throws IOException {
    var old = Samples.zip(11, 1, 60, kind);
    var neu = Samples.zip(11, 3, 60, kind);

    var patch = Patches.diff(old, neu);

    assertThat(header(patch).viewBytes()).isGreaterThan(neu.length);
    assertThat(patch).hasSizeLessThan(neu.length / 8);
    assertMade(Patches.apply(old, patch), neu);
  }

  @Test
  void givenArchiveWithAnUnchangedStreamOfAnotherEncoder_whenDiffed_thenComparesTheOthers()
      throws IOException {
    var old =
        Samples.join(Samples.zip(12, 1, 10, USUAL), flushed(12), Samples.zip(13, 1, 10, USUAL));
    var neu =
        Samples.join(Samples.zip(12, 2, 10, USUAL), flushed(12), Samples.zip(13, 3, 10, USUAL));

    var patch = Patches.diff(old, neu);

    assertThat(patch).hasSizeLessThan(neu.length / 4);
    assertMade(Patches.apply(old, patch), neu);
  }

  @Test
  void givenStreamsThatBothHave_whenDiffed_thenLooksOnlyIntoTheOthers() throws IOException {
    var old = Samples.zip(20, 1, 60, USUAL);
    var neu = Samples.zip(20, 2, 60, USUAL);

    var header = header(Patches.diff(old, neu));

    // Every fifth file changes.
    assertThat(header.scratchBytes()).isPositive().isLessThan(old.length);
  }

  @Test
  void givenArchiveWithinACompressedArchive_whenDiffed_thenLooksIntoBoth() throws IOException {
    var old = gzip(Samples.join(Samples.text(Samples.random(21), 90), zipOfZips(21, 1)));
    var neu = gzip(Samples.join(Samples.text(Samples.random(21), 90), zipOfZips(21, 2)));

    var patch = Patches.diff(old, neu);

    assertThat(patch).hasSizeLessThan(neu.length / 8);
    assertMade(Patches.apply(old, patch), neu);
  }

  private static byte[] zipOfZips(long seed, int version) throws IOException {
    return Samples.zip(seed, version, 12, USUAL);
  }

  @Test
  void givenStreamWithACostlyRecipe_whenBaseKnowsItsContents_thenComparesTheContents()
      throws IOException {
    var text = Samples.text(Samples.random(5), 1000);
    var old = gzip(text);
    var neu = gzipOfManyLevels(Samples.edit(Samples.random(6), text, 10));

    var patch = Patches.diff(old, neu);

    assertThat(header(patch).viewBytes()).isGreaterThan(neu.length);
    assertThat(patch).hasSizeLessThan(neu.length / 2);
    assertMade(Patches.apply(old, patch), neu);
  }

  @Test
  void givenStreamWithACostlyRecipe_whenItsContentsAreNew_thenComparesFilesAsTheyAre()
      throws IOException {
    var old = gzip(Samples.bytes(Samples.random(7), 50_000, 16));
    var neu = gzipOfManyLevels(Samples.text(Samples.random(5), 1000));

    var patch = Patches.diff(old, neu);

    assertThat(header(patch).viewBytes()).isEqualTo(neu.length);
    assertMade(Patches.apply(old, patch), neu);
  }

  /// Every eighth kilobyte is compressed at another level, so that no profile predicts all.
  private static byte[] gzipOfManyLevels(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var gzip =
        new GZIPOutputStream(bytes) {
          void setLevel(int level) {
            def.setLevel(level);
          }
        };
    try (gzip) {
      for (int at = 0; at < content.length; at += 1000) {
        gzip.setLevel(at % 8000 == 0 ? 3 : 9);
        gzip.write(content, at, Math.min(1000, content.length - at));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void givenLessMemoryForApplyingThanAStreamTakes_whenDiffed_thenComparesFilesAsTheyAre()
      throws IOException {
    var old = Samples.zip(22, 1, 12, USUAL);
    var neu = Samples.zip(22, 2, 12, USUAL);

    var patch = Patches.diff(old, neu, DiffOptions.DEFAULT.withMaxApplyBytes(0));

    assertThat(header(patch).scratchBytes()).isZero();
    assertMade(Patches.apply(old, patch), neu);
  }

  @Test
  void givenAnArchiveStoredInAnArchive_whenDiffed_thenLooksIntoBoth() throws IOException {
    var stored = new Samples.ZipKind("stored", 6, 1, false, "", "");
    var old = Samples.join(Samples.zip(14, 1, 3, stored), Samples.zip(15, 1, 30, USUAL));
    var neu = Samples.join(Samples.zip(14, 2, 3, stored), Samples.zip(15, 2, 30, USUAL));

    var patch = Patches.diff(old, neu);

    assertThat(patch).hasSizeLessThan(neu.length / 8);
    assertMade(Patches.apply(old, patch), neu);
  }

  @Test
  void givenNoBase_whenDiffed_thenPatchIsTheArtifactCompressedByContent() throws IOException {
    var neu = Samples.zip(16, 1, 60, USUAL);

    var patch = Patches.diff(new byte[0], neu);

    assertThat(header(patch).baseBytes()).isZero();
    assertThat(header(patch).scratchBytes()).isZero();
    assertThat(patch).hasSizeLessThan(neu.length);
    assertMade(Patches.apply(new byte[0], patch), neu);
  }

  @Test
  void givenBaseThatIsNoArchive_whenDiffedAndApplied_thenGivesTheNewBytes() throws IOException {
    var old = Samples.text(Samples.random(17), 200);
    var neu = Samples.zip(17, 1, 20, USUAL);

    assertMade(Patches.apply(old, Patches.diff(old, neu)), neu);
    assertMade(Patches.apply(neu, Patches.diff(neu, old)), old);
  }

  @Test
  void givenEmptyEntriesAndEmptyArchive_whenDiffedAndApplied_thenGivesTheNewBytes()
      throws IOException {
    var old = Samples.zip(18, 1, 0, USUAL);
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("empty"));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("empty too"));
      zip.closeEntry();
    }
    var neu = bytes.toByteArray();

    assertMade(Patches.apply(old, Patches.diff(old, neu)), neu);
    assertMade(Patches.apply(neu, Patches.diff(neu, old)), old);
  }

  @Test
  void givenTruncatedArchives_whenDiffedAndApplied_thenGivesTheNewBytes() throws IOException {
    var whole = Samples.zip(19, 1, 8, USUAL);

    for (int length = 1; length < whole.length; length += 1201) {
      var cut = Samples.cut(whole, 0, length);
      assertMade(Patches.apply(whole, Patches.diff(whole, cut)), cut);
      assertMade(Patches.apply(cut, Patches.diff(cut, whole)), whole);
    }
  }

  /// An entry that was flushed in the middle, which no deflater does by itself.
  private static byte[] flushed(long seed) {
    var header = new byte[30];
    System.arraycopy(new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0}, 0, header, 0, 10);
    var content = new byte[100_000];
    var deflater = new Deflater(6, true);
    deflater.setInput(Samples.text(Samples.random(seed), 100));
    int length = deflater.deflate(content, 0, content.length, Deflater.SYNC_FLUSH);
    deflater.setInput(Samples.text(Samples.random(seed + 1), 100));
    deflater.finish();
    length += deflater.deflate(content, length, content.length - length);
    deflater.end();
    return Samples.join(header, Samples.cut(content, 0, length));
  }

  private static PatchHeader header(byte[] patch) throws IOException {
    return switch (PatchHeader.read(new ByteArrayInputStream(patch))) {
      case PatchHeader.Outcome.Read(var header) -> header;
      case PatchHeader.Outcome.Refused(var refusal) -> throw new AssertionError(refusal.message());
    };
  }

  private static void assertMade(Patches.Applied applied, byte[] expected) {
    assertThat(applied.outcome())
        .isEqualTo(new PatchOutcome.Applied(Digest.sha256(expected), expected.length));
    assertThat(applied.written()).isEqualTo(expected);
  }
}
