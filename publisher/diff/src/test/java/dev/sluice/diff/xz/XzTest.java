package dev.sluice.diff.xz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.xz.XzExpander;
import dev.sluice.formats.xz.XzRebuilder;
import dev.sluice.formats.xz.XzRecipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class XzTest {
  private static final long MAX_CONTENTS = 1 << 20;
  private static final long MAX_MEMORY = 1 << 30;
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({"six-blocks.xz, 6, 95", "nine-extreme.xz, 25, 680", "two.xz, 2, 18"})
  void givenStreamOfTheTool_whenAnalyzed_thenFindsItsPresetAndRebuildsIt(
      String name, int preset, long memoryMib) throws Exception {
    requireLibrary();
    var stream = Fixtures.read(name);
    var contents = new Fixtures.Kept();
    var file = Fixtures.surrounded(stream, 3, 7);

    var found = found(XzAnalysis.analyze(file, 3, MAX_CONTENTS, MAX_MEMORY, contents));

    assertThat(found.compressedBytes()).isEqualTo(stream.length);
    assertThat(found.contentsBytes()).isEqualTo(12_000).isEqualTo(contents.size());
    assertThat(found.recipe().toByteArray()[1] & 0xff).isIn(preset, preset & ~XzRecipe.EXTREME);
    assertThat(found.memoryBytes()).isLessThan(memoryMib * MIB);
    for (int seed = 1; seed < 4; seed++) {
      assertThat(rebuild(found.recipe().toByteArray(), contents.toByteArray(), seed))
          .isEqualTo(stream);
    }
    var expanded = new Fixtures.Kept();
    var source = new SegmentInput(file, 3);
    assertThat(XzExpander.expand(source, stream.length, found.memoryBytes(), expanded))
        .isEqualTo(12_000);
    assertThat(expanded.toByteArray()).isEqualTo(contents.toByteArray());
  }

  @Test
  void givenLessMemoryThanNeeded_whenAnalyzedOrRebuilt_thenRefuses() throws Exception {
    requireLibrary();
    var file = MemorySegment.ofArray(Fixtures.read("nine-extreme.xz"));
    var recipe =
        found(XzAnalysis.analyze(file, 0, MAX_CONTENTS, MAX_MEMORY, new Fixtures.Kept())).recipe();

    assertThat(XzAnalysis.analyze(file, 0, MAX_CONTENTS, 128 * MIB, new Fixtures.Kept()))
        .isInstanceOf(Analysis.NotReproducible.class);
    assertThat(XzAnalysis.analyze(file, 0, 11_999, MAX_MEMORY, new Fixtures.Kept()))
        .isInstanceOf(Analysis.NotReproducible.class);
    assertThatThrownBy(() -> open(recipe.toByteArray(), 128 * MIB).close())
        .isInstanceOf(MalformedPatchException.class);
    assertThatThrownBy(() -> expand(Fixtures.read("nine-extreme.xz"), 8 * MIB))
        .isInstanceOf(MalformedPatchException.class);
  }

  @Test
  void givenOtherBytesOrAnotherEncoder_whenAnalyzed_thenRefuses() throws Exception {
    var options = new LZMA2Options(6);
    options.setLc(1);
    var made = new ByteArrayOutputStream();
    try (var stream = new XZOutputStream(made, options)) {
      stream.write(contents());
    }
    var file = Fixtures.surrounded(made.toByteArray(), 4, 0);

    assertThat(analyze(file, 0)).isInstanceOf(Analysis.NotThisFormat.class);
    assertThat(analyze(file, file.byteSize() - 3)).isInstanceOf(Analysis.NotThisFormat.class);
    assertThat(analyze(file, 4)).isInstanceOf(Analysis.NotReproducible.class);
  }

  @Test
  void givenNoContents_whenAnalyzed_thenRebuildsTheEmptyStream() throws Exception {
    requireLibrary();
    var made = new ByteArrayOutputStream();
    new XZOutputStream(made, new LZMA2Options(6)).close();
    var stream = made.toByteArray();

    var found = found(analyze(MemorySegment.ofArray(stream), 0));

    assertThat(rebuild(found.recipe().toByteArray(), new byte[0], 1)).isEqualTo(stream);
  }

  @Test
  void givenTruncatedStream_whenExpandedOrAnalyzed_thenRefuses() throws Exception {
    var stream = Fixtures.read("six-blocks.xz");

    for (int length = 0; length < stream.length; length += length < 40 ? 1 : 113) {
      var cut = Arrays.copyOf(stream, length);
      assertThatThrownBy(() -> expand(cut, MAX_MEMORY)).isInstanceOf(MalformedPatchException.class);
      assertThat(analyze(MemorySegment.ofArray(cut), 0)).isNotInstanceOf(Analysis.Found.class);
    }
    var longer = Arrays.copyOf(stream, stream.length + 4);
    assertThatThrownBy(() -> expand(longer, MAX_MEMORY))
        .isInstanceOf(MalformedPatchException.class);
  }

  @Test
  void givenFlippedBits_whenExpandedOrAnalyzed_thenEndsInContentsOrRefusal() throws Exception {
    var random = new Random(5);
    var stream = Fixtures.read("six-blocks.xz");
    for (int i = 0; i < 200; i++) {
      var flipped = stream.clone();
      flipped[random.nextInt(i % 2 == 0 ? 40 : stream.length)] ^= (byte) (1 << random.nextInt(8));

      assertThat(expandsOrRefuses(flipped)).isTrue();
      assertThat(analyze(MemorySegment.ofArray(flipped), 0)).isNotNull();
    }
  }

  @Test
  void givenHostileRecipe_whenRebuilding_thenEndsInBytesOrRefusal() throws Exception {
    requireLibrary();
    var random = new Random(6);
    var contents = contents();
    byte[] valid = {4, 6, 0x16, 0, 2, 0, (byte) ((12_000 & 0x7f) | 0x80), 12_000 >> 7, 0};
    assertThat(rebuildsOrRefuses(valid, contents)).isTrue();
    for (int i = 0; i < 300; i++) {
      var recipe = valid.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        recipe[random.nextInt(recipe.length)] =
            (byte) random.nextInt(random.nextBoolean() ? 30 : 256);
      }

      assertThat(rebuildsOrRefuses(recipe, contents)).isTrue();
    }
  }

  private static void requireLibrary() {
    if (!XzRebuilder.isAvailable()) {
      System.out.println("skipped: this machine has no liblzma.so.5");
    }
    assumeTrue(XzRebuilder.isAvailable(), "this machine has no liblzma.so.5");
  }

  private static byte[] contents() throws IOException, MalformedPatchException {
    var contents = new Fixtures.Kept();
    var stream = Fixtures.read("two.xz");
    var source = new ByteArrayInputStream(stream);
    assertThat(XzExpander.expand(source, stream.length, MAX_MEMORY, contents)).isEqualTo(12_000);
    return contents.toByteArray();
  }

  private static Analysis analyze(MemorySegment file, long start)
      throws IOException, MalformedPatchException {
    return XzAnalysis.analyze(file, start, MAX_CONTENTS, MAX_MEMORY, new Fixtures.Kept());
  }

  private static Analysis.Found found(Analysis analysis) {
    assertThat(analysis).isInstanceOf(Analysis.Found.class);
    return (Analysis.Found) analysis;
  }

  private static XzRebuilder open(byte[] recipe, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    return XzRebuilder.open(Fixtures.recipe(recipe), new Fixtures.Kept(), maxMemoryBytes);
  }

  private static byte[] rebuild(byte[] recipe, byte[] contents, long seed)
      throws IOException, MalformedPatchException {
    var made = new Fixtures.Kept();
    try (var rebuilder = XzRebuilder.open(Fixtures.recipe(recipe), made, MAX_MEMORY)) {
      Fixtures.feed(rebuilder, contents, new Random(seed));
    }
    return made.toByteArray();
  }

  private static boolean rebuildsOrRefuses(byte[] recipe, byte[] contents) throws IOException {
    var made = new Fixtures.Kept();
    try (var rebuilder = XzRebuilder.open(Fixtures.recipe(recipe), made, 32 * MIB)) {
      Fixtures.feed(rebuilder, contents, new Random(1));
      return made.size() > 0;
    } catch (MalformedPatchException e) {
      return !e.rule().isEmpty();
    }
  }

  private static long expand(byte[] stream, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    var source = new ByteArrayInputStream(stream);
    return XzExpander.expand(source, stream.length, maxMemoryBytes, new Fixtures.Kept());
  }

  private static boolean expandsOrRefuses(byte[] stream) throws IOException {
    try {
      return expand(stream, MAX_MEMORY) >= 0;
    } catch (MalformedPatchException e) {
      return !e.rule().isEmpty();
    }
  }
}
