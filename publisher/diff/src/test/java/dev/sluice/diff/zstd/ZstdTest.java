package dev.sluice.diff.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.diff.zstd.ZstdSamples.Way;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.zstd.Libzstd;
import dev.sluice.formats.zstd.Parameters;
import dev.sluice.formats.zstd.ZstdExpander;
import dev.sluice.formats.zstd.ZstdFrame;
import dev.sluice.formats.zstd.ZstdRebuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZstdTest {
  private static final long MAX_CONTENTS = 1 << 24;
  private static final long MAX_MEMORY = 1 << 28;
  private static final int RECIPE_BYTES = 16;

  /// Longer than the sample on which levels are tried, and no multiple of a block.
  private static final int LONG_BYTES = 900_001;

  @ParameterizedTest
  @CsvSource({
    "1, AT_ONCE, 5000",
    "3, AT_ONCE, 100000",
    "19, AT_ONCE, 4096",
    "15, AT_ONCE, 131072",
    "22, AT_ONCE, 40000",
    "3, STREAMED, 3000",
    "6, STREAMED, 200000",
    "-3, AT_ONCE, 150000",
    "1, STREAMED, 900001",
    "3, BY_WORKERS, 900001",
    "5, AT_ONCE, 900001",
    "9, STREAMED, 900001",
    "12, BY_WORKERS, 900001",
    "19, BY_WORKERS, 900001",
    "3, LOOKING_FAR, 900001",
    "9, LOOKING_FAR, 900001"
  })
  void givenFrameOfLibzstd_whenAnalyzed_thenIsMadeAgain(int level, Way way, int length)
      throws Exception {
    var contents = ZstdSamples.contents(length);
    var frame = ZstdSamples.frame(contents, level, way);

    var found = requireMadeAgain(frame, contents);

    assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(RECIPE_BYTES);
  }

  @Test
  void givenContentsThatFillTheirBlocks_whenAnalyzed_thenTheEndIsMadeAgain() throws Exception {
    var contents = ZstdSamples.contents(4 * Parameters.BLOCK_BYTES);

    for (var way : new Way[] {Way.STREAMED, Way.BY_WORKERS, Way.AT_ONCE}) {
      var found = requireMadeAgain(ZstdSamples.frame(contents, 2, way), contents);
      assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(RECIPE_BYTES);
    }
  }

  @Test
  void givenFrameOfTheTool_whenAnalyzed_thenIsMadeAgainWhereItsVersionIs() throws Exception {
    var frame = Fixtures.read("tool-19.zst");
    var contents = expand(frame, MAX_MEMORY);

    var analysis = analyze(MemorySegment.ofArray(frame), 0);

    if (Libzstd.find(10_504).isEmpty()) {
      System.out.println("this machine has no libzstd 1.5.4, which made the frame");
    } else {
      assertThat(analysis).isInstanceOf(Analysis.Found.class);
    }
    if (analysis instanceof Analysis.Found found) {
      assertThat(rebuild(found.recipe().toByteArray(), contents, 1)).isEqualTo(frame);
    }
  }

  @Test
  void givenAnotherEncoder_whenItDeviatesInABlock_thenIsCorrected() throws Exception {
    var contents = ZstdSamples.contents(LONG_BYTES);
    var frame = ZstdSamples.withEmptyBlock(ZstdSamples.frame(contents, 1, Way.STREAMED));

    var found = requireMadeAgain(frame, contents);

    assertThat(found.recipe().lengthBytes()).isBetween(RECIPE_BYTES, 2 * RECIPE_BYTES);
  }

  @Test
  void givenAnotherEncoder_whenItDeviatesEverywhere_thenFrameIsLeftAlone() throws Exception {
    var frame = ZstdSamples.stored(ZstdSamples.contents(300_000));

    var file = MemorySegment.ofArray(frame);
    assertThat(analyze(file, 0)).isInstanceOf(Analysis.NotReproducible.class);
    assertThat(expand(frame, MAX_MEMORY)).hasSize(300_000);
    assertThat(analyze(file, 1)).isInstanceOf(Analysis.NotThisFormat.class);
  }

  @Test
  void givenFramesOneAfterAnother_whenAnalyzed_thenEachIsAStream() throws Exception {
    var contents = ZstdSamples.contents(10_000);
    var one = ZstdSamples.frame(contents, 3, Way.AT_ONCE);
    var file = Fixtures.surrounded(one, 0, one.length);
    MemorySegment.copy(MemorySegment.ofArray(one), 0, file, one.length, one.length);

    assertThat(found(analyze(file, 0)).compressedBytes()).isEqualTo(one.length);
    assertThat(found(analyze(file, one.length)).compressedBytes()).isEqualTo(one.length);
    assertThatThrownBy(() -> expand(file.toArray(ValueLayout.JAVA_BYTE), MAX_MEMORY))
        .isInstanceOf(MalformedPatchException.class);
  }

  @Test
  void givenBlockLongerThanAnyMayBe_whenLookedAt_thenIsNoFrame() {
    var longest = storedBlock(Parameters.BLOCK_BYTES);
    var longer = storedBlock(Parameters.BLOCK_BYTES + 1);

    assertThat(ZstdAnalysis.lengthBytes(longest, 0)).isEqualTo(longest.byteSize());
    assertThat(ZstdAnalysis.lengthBytes(longer, 0)).isZero();
  }

  /// A frame of one block, with a window of 2 MiB.
  private static MemorySegment storedBlock(int length) {
    var frame = ByteBuffer.allocate(9 + length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(ZstdFrame.MAGIC).put((byte) 0).put((byte) 0x58);
    frame.putInt(1 | length << 3);
    return MemorySegment.ofArray(frame.array());
  }

  @Test
  void givenLessMemoryThanNeeded_whenAnalyzedOrRebuilt_thenRefuses() throws Exception {
    var contents = ZstdSamples.contents(100_000);
    var frame = ZstdSamples.frame(contents, 19, Way.STREAMED);
    var file = MemorySegment.ofArray(frame);
    var found = found(analyze(file, 0));
    long needed = found.memoryBytes();
    var recipe = found.recipe().toByteArray();

    assertThat(needed).isBetween(88L << 20, 96L << 20);
    assertThat(
            new ZstdAnalysis(MAX_CONTENTS, 8 << 20, Feature.ALL)
                .analyze(file, 0, new Fixtures.Kept()))
        .isInstanceOf(Analysis.NotReproducible.class);
    assertThat(
            new ZstdAnalysis(99_999, MAX_MEMORY, Feature.ALL).analyze(file, 0, new Fixtures.Kept()))
        .isInstanceOf(Analysis.NotReproducible.class);
    assertThatThrownBy(() -> open(recipe, needed - 1).close())
        .isInstanceOf(MalformedPatchException.class)
        .hasMessageContaining("bytes of memory");
    assertThatThrownBy(() -> expand(frame, 8 << 20)).isInstanceOf(MalformedPatchException.class);
  }

  @Test
  void givenVersionThatIsNotHere_whenRebuilding_thenRefusesByName() throws Exception {
    var frame = ZstdSamples.frame(ZstdSamples.contents(10_000), 3, Way.AT_ONCE);
    var recipe = found(analyze(MemorySegment.ofArray(frame), 0)).recipe().toByteArray();
    recipe[0] = (byte) ((recipe[0] & 0x80) | 99);

    assertThatThrownBy(() -> open(recipe, MAX_MEMORY).close())
        .isInstanceOf(MalformedPatchException.class)
        .hasMessageContaining("a device with libzstd 1.5.95");
  }

  @Test
  void givenTruncatedFrame_whenExpandedOrAnalyzed_thenRefuses() throws Exception {
    var frame = ZstdSamples.frame(ZstdSamples.contents(20_000), 3, Way.STREAMED);

    for (int length = 0; length < frame.length; length += length < 40 ? 1 : 113) {
      var cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> expand(cut, MAX_MEMORY)).isInstanceOf(MalformedPatchException.class);
      assertThat(analyze(MemorySegment.ofArray(cut), 0)).isInstanceOf(Analysis.NotThisFormat.class);
    }
    var longer = Arrays.copyOf(frame, frame.length + 4);
    assertThatThrownBy(() -> expand(longer, MAX_MEMORY))
        .isInstanceOf(MalformedPatchException.class);
  }

  @Test
  void givenFlippedBits_whenExpandedOrAnalyzed_thenEndsInTheFrameOrRefusal() throws Exception {
    var random = new Random(5);
    var frame = ZstdSamples.frame(ZstdSamples.contents(9_000), 3, Way.STREAMED);
    for (int i = 0; i < 200; i++) {
      var flipped = frame.clone();
      flipped[random.nextInt(i % 2 == 0 ? 20 : frame.length)] ^= (byte) (1 << random.nextInt(8));

      assertThat(expandsOrRefuses(flipped)).isTrue();
      var kept = new Fixtures.Kept();
      var analysis =
          new ZstdAnalysis(1 << 20, 1 << 23, Feature.ALL)
              .analyze(MemorySegment.ofArray(flipped), 0, kept);
      if (analysis instanceof Analysis.Found found) {
        assertThat(rebuild(found.recipe().toByteArray(), kept.toByteArray(), i))
            .isEqualTo(Arrays.copyOf(flipped, (int) found.compressedBytes()));
      }
    }
  }

  @Test
  void givenHostileRecipe_whenRebuilding_thenEndsInBytesOrRefusal() throws Exception {
    var random = new Random(6);
    var contents = ZstdSamples.contents(10_000);
    var frame = ZstdSamples.frame(contents, 3, Way.AT_ONCE);
    var valid = found(analyze(MemorySegment.ofArray(frame), 0)).recipe().toByteArray();
    assertThat(rebuildsOrRefuses(valid, contents)).isTrue();
    for (int i = 0; i < 300; i++) {
      var recipe = Arrays.copyOf(valid, valid.length + random.nextInt(4));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        recipe[2 + random.nextInt(recipe.length - 2)] =
            (byte) random.nextInt(random.nextBoolean() ? 30 : 256);
      }

      assertThat(rebuildsOrRefuses(recipe, contents)).isTrue();
    }
  }

  private static Analysis.Found requireMadeAgain(byte[] frame, byte[] contents) throws Exception {
    var kept = new Fixtures.Kept();
    var file = Fixtures.surrounded(frame, 3, 7);

    var found =
        found(new ZstdAnalysis(MAX_CONTENTS, MAX_MEMORY, Feature.ALL).analyze(file, 3, kept));

    assertThat(found.compressedBytes()).isEqualTo(frame.length);
    assertThat(found.contentsBytes()).isEqualTo(contents.length);
    assertThat(kept.toByteArray()).isEqualTo(contents);
    for (int seed = 1; seed < 3; seed++) {
      assertThat(rebuild(found.recipe().toByteArray(), contents, seed)).isEqualTo(frame);
    }
    var expanded = new Fixtures.Kept();
    long length =
        ZstdExpander.expand(new SegmentInput(file, 3), frame.length, found.memoryBytes(), expanded);
    assertThat(length).isEqualTo(contents.length);
    assertThat(expanded.toByteArray()).isEqualTo(contents);
    return found;
  }

  private static Analysis analyze(MemorySegment file, long start)
      throws IOException, MalformedPatchException {
    return new ZstdAnalysis(MAX_CONTENTS, MAX_MEMORY, Feature.ALL)
        .analyze(file, start, new Fixtures.Kept());
  }

  private static Analysis.Found found(Analysis analysis) {
    assertThat(analysis).isInstanceOf(Analysis.Found.class);
    return (Analysis.Found) analysis;
  }

  private static ZstdRebuilder open(byte[] recipe, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    return ZstdRebuilder.open(Fixtures.recipe(recipe), new Fixtures.Kept(), maxMemoryBytes);
  }

  private static byte[] rebuild(byte[] recipe, byte[] contents, long seed)
      throws IOException, MalformedPatchException {
    var made = new Fixtures.Kept();
    try (var rebuilder = ZstdRebuilder.open(Fixtures.recipe(recipe), made, MAX_MEMORY)) {
      Fixtures.feed(rebuilder, contents, new Random(seed));
    }
    return made.toByteArray();
  }

  private static boolean rebuildsOrRefuses(byte[] recipe, byte[] contents) throws IOException {
    var made = new Fixtures.Kept();
    try (var rebuilder = ZstdRebuilder.open(Fixtures.recipe(recipe), made, 16 << 20)) {
      Fixtures.feed(rebuilder, contents, new Random(1));
      return made.size() > 0;
    } catch (MalformedPatchException e) {
      return !e.rule().isEmpty();
    }
  }

  private static byte[] expand(byte[] frame, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    var contents = new Fixtures.Kept();
    var source = new ByteArrayInputStream(frame);
    long length = ZstdExpander.expand(source, frame.length, maxMemoryBytes, contents);
    assertThat(length).isEqualTo(contents.size());
    return contents.toByteArray();
  }

  private static boolean expandsOrRefuses(byte[] frame) throws IOException {
    try {
      return expand(frame, 1 << 23).length <= 1 << 20;
    } catch (MalformedPatchException e) {
      return !e.rule().isEmpty();
    }
  }
}
