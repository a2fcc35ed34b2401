package dev.sluice.diff.lz4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.formats.lz4.Contents;
import dev.sluice.formats.lz4.Level;
import dev.sluice.formats.lz4.Lz4BlockRebuilder;
import dev.sluice.formats.lz4.Lz4Expander;
import dev.sluice.formats.lz4.Lz4Format;
import dev.sluice.formats.lz4.Lz4Rebuilder;
import dev.sluice.formats.lz4.SequenceWriter;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Lz4Test {
  private static final long MAX_CONTENTS = 1 << 24;

  @ParameterizedTest
  @CsvSource({"legacy-1.lz4, 1, 12000", "legacy-4.lz4, 4, 12000", "legacy-9.lz4.gz, 9, 8402608"})
  void givenStreamOfTheTool_whenAnalyzed_thenFindsItsLevelAndRebuildsIt(
      String name, int level, long contentsBytes) throws Exception {
    var stream = Fixtures.read(name);
    var contents = new Fixtures.Kept();
    var file = Fixtures.surrounded(stream, 5, 0);

    var found = found(Lz4Analysis.analyze(file, 5, MAX_CONTENTS, contents));

    assertThat(found.compressedBytes()).isEqualTo(stream.length);
    assertThat(found.contentsBytes()).isEqualTo(contentsBytes).isEqualTo(contents.size());
    assertThat(found.recipe().toByteArray()[0]).isEqualTo((byte) level);
    assertThat(found.recipe().lengthBytes()).isLessThan(10);
    for (int seed = 1; seed < 4; seed++) {
      assertThat(rebuild(found.recipe().toByteArray(), contents.toByteArray(), seed))
          .isEqualTo(stream);
    }
    var expanded = new Fixtures.Kept();
    assertThat(Lz4Expander.expand(new SegmentInput(file, 5), stream.length, expanded))
        .isEqualTo(contentsBytes);
    assertThat(expanded.toByteArray()).isEqualTo(contents.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({"legacy-1.lz4, 1", "legacy-4.lz4, 4"})
  void givenBareBlock_whenAnalyzed_thenFindsItsLevelAndRebuildsIt(String name, int level)
      throws Exception {
    var stream = Fixtures.read(name);
    int start = 2 * Integer.BYTES; // behind the magic number and the length of the only block
    var block = Arrays.copyOfRange(stream, start, stream.length);
    var contents = new Fixtures.Kept();
    var file = MemorySegment.ofArray(stream);

    var found = found(Lz4BlockAnalysis.analyze(file, start, block.length, contents));

    assertThat(found.contentsBytes()).isEqualTo(12_000).isEqualTo(contents.size());
    var recipe = found.recipe().toByteArray();
    assertThat(recipe[0]).isEqualTo((byte) level);
    var made = new Fixtures.Kept();
    try (var rebuilder =
        Lz4BlockRebuilder.open(Fixtures.recipe(recipe), made, found.memoryBytes())) {
      Fixtures.feed(rebuilder, contents.toByteArray(), new Random(level));
    }
    assertThat(made.toByteArray()).isEqualTo(block);
    assertThatThrownBy(
            () ->
                Lz4BlockRebuilder.open(
                        Fixtures.recipe(recipe), new Fixtures.Kept(), found.memoryBytes() - 1)
                    .close())
        .isInstanceOf(MalformedPatchException.class);
  }

  @Test
  void givenBareBlockThatIsCutOrDamaged_whenAnalyzed_thenIsMadeAgainOrLeftAlone() throws Exception {
    var random = new Random(8);
    var block = Arrays.copyOfRange(Fixtures.read("legacy-1.lz4"), 2 * Integer.BYTES, 5_000);
    for (int i = 0; i < 200; i++) {
      var damaged = Arrays.copyOf(block, 1 + random.nextInt(block.length));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      var contents = new Fixtures.Kept();
      var file = MemorySegment.ofArray(damaged);

      if (Lz4BlockAnalysis.analyze(file, 0, damaged.length, contents)
          instanceof Analysis.Found found) {
        var made = new Fixtures.Kept();
        var recipe = Fixtures.recipe(found.recipe().toByteArray());
        try (var rebuilder = Lz4BlockRebuilder.open(recipe, made, found.memoryBytes())) {
          Fixtures.feed(rebuilder, contents.toByteArray(), new Random(i));
        }
        assertThat(made.toByteArray()).isEqualTo(damaged);
      }
    }
  }

  @Test
  void givenKernelImage_whenAnalyzed_thenStreamEndsBeforeTheLengthBehindIt() throws Exception {
    var stream = Fixtures.read("legacy-9.lz4.gz");
    var file = Fixtures.surrounded(stream, 100, 64);
    file.set(ValueLayout.JAVA_INT_UNALIGNED, 100 + stream.length, 8_402_608);

    var found = found(Lz4Analysis.analyze(file, 100, MAX_CONTENTS, new Fixtures.Kept()));

    assertThat(found.compressedBytes()).isEqualTo(stream.length);
  }

  @Test
  void givenOtherBytesOrAnotherEncoder_whenAnalyzed_thenRefuses() throws Exception {
    var file = Fixtures.surrounded(Fixtures.read("legacy-12.lz4"), 4, 4);

    assertThat(analyze(file, 0)).isInstanceOf(Analysis.NotThisFormat.class);
    assertThat(analyze(file, file.byteSize() - 2)).isInstanceOf(Analysis.NotThisFormat.class);
    assertThat(analyze(file, 4)).isInstanceOf(Analysis.NotReproducible.class);
    var large = Fixtures.surrounded(Fixtures.read("legacy-4.lz4"), 0, 0);
    assertThat(Lz4Analysis.analyze(large, 0, 11_999, new Fixtures.Kept()))
        .isInstanceOf(Analysis.NotReproducible.class);
  }

  @Test
  void givenSeededContents_whenEncodedAtEachLevel_thenExpansionGivesThemBack() throws Exception {
    for (int seed = 0; seed < 24; seed++) {
      var contents = contents(seed);
      for (var level : Level.values()) {
        var stream = encode(level, contents);

        var found = found(analyze(MemorySegment.ofArray(stream), 0));

        assertThat(found.compressedBytes()).as("seed %d", seed).isEqualTo(stream.length);
        var expanded = new Fixtures.Kept();
        var source = new ByteArrayInputStream(stream);
        assertThat(Lz4Expander.expand(source, stream.length, expanded)).isEqualTo(contents.length);
        assertThat(expanded.toByteArray()).as("seed %d", seed).isEqualTo(contents);
      }
    }
  }

  @Test
  void givenTruncatedStream_whenExpanded_thenRefuses() {
    var stream = Fixtures.read("legacy-4.lz4");

    for (int length = 0; length < stream.length; length += length < 40 ? 1 : 313) {
      int cut = length;
      assertThatThrownBy(() -> expand(stream, cut, stream.length))
          .isInstanceOf(MalformedPatchException.class);
      if (cut != Integer.BYTES) {
        assertThatThrownBy(() -> expand(stream, cut, cut))
            .isInstanceOf(MalformedPatchException.class);
      }
    }
  }

  @Test
  void givenFlippedBits_whenExpandedOrAnalyzed_thenEndsInContentsOrRefusal() throws Exception {
    var random = new Random(5);
    var stream = Fixtures.read("legacy-1.lz4");
    for (int i = 0; i < 300; i++) {
      var flipped = stream.clone();
      int at = random.nextInt(i % 2 == 0 ? 64 : stream.length);
      flipped[at] ^= (byte) (1 << random.nextInt(8));

      assertThat(expandsOrRefuses(flipped)).isTrue();
      assertThat(analyze(MemorySegment.ofArray(flipped), 0)).isNotNull();
    }
  }

  @Test
  void givenHostileRecipe_whenRebuilding_thenEndsInBytesOrRefusal() throws Exception {
    var random = new Random(6);
    var contents = contents(3);
    for (int i = 0; i < 200; i++) {
      var recipe = new byte[random.nextInt(12)];
      random.nextBytes(recipe);
      if (recipe.length > 0 && i % 2 == 0) {
        recipe[0] = (byte) random.nextInt(10);
      }

      assertThat(rebuildsOrRefuses(recipe, contents)).isTrue();
    }
  }

  private static Analysis analyze(MemorySegment file, long start)
      throws IOException, MalformedPatchException {
    return Lz4Analysis.analyze(file, start, MAX_CONTENTS, new Fixtures.Kept());
  }

  private static Analysis.Found found(Analysis analysis) {
    assertThat(analysis).isInstanceOf(Analysis.Found.class);
    return (Analysis.Found) analysis;
  }

  private static byte[] rebuild(byte[] recipe, byte[] contents, long seed)
      throws IOException, MalformedPatchException {
    var made = new Fixtures.Kept();
    try (var rebuilder = new Lz4Rebuilder(Fixtures.recipe(recipe), made)) {
      Fixtures.feed(rebuilder, contents, new Random(seed));
    }
    return made.toByteArray();
  }

  private static boolean rebuildsOrRefuses(byte[] recipe, byte[] contents) throws IOException {
    try {
      return rebuild(recipe, contents, 1).length > 0;
    } catch (MalformedPatchException e) {
      return !e.rule().isEmpty();
    }
  }

  private static long expand(byte[] stream, int available, long length)
      throws IOException, MalformedPatchException {
    var source = new ByteArrayInputStream(stream, 0, available);
    return Lz4Expander.expand(source, length, new Fixtures.Kept());
  }

  private static boolean expandsOrRefuses(byte[] stream) throws IOException {
    try {
      return expand(stream, stream.length, stream.length) >= 0;
    } catch (MalformedPatchException e) {
      return !e.rule().isEmpty();
    }
  }

  private static byte[] encode(Level level, byte[] bytes)
      throws IOException, MalformedPatchException {
    var contents = new Contents(bytes.length);
    contents.append(bytes, 0, bytes.length);
    var block = new Fixtures.Kept();
    level.encoder(contents).encode(new SequenceWriter(contents, block));
    var stream = new Fixtures.Kept();
    var writer = new SequenceWriter(contents, stream);
    writer.writeInt(Lz4Format.MAGIC);
    writer.writeInt(block.size());
    writer.flush();
    block.writeTo(stream);
    return stream.toByteArray();
  }

  /// Records, runs and copies, of lengths around those where encoders change.
  private static byte[] contents(long seed) {
    var random = new Random(seed);
    var lengths = List.of(1, 4, 12, 13, 14, 400, 65_546, 65_547, 70_000, 150_000);
    int length = lengths.get(random.nextInt(lengths.size()));
    var records = new ArrayList<byte[]>();
    for (int i = 0; i < 30; i++) {
      var part = new byte[1 + random.nextInt(30)];
      random.nextBytes(part);
      records.add(part);
    }
    var made = new Fixtures.Kept();
    while (made.size() < length) {
      made.writeBytes(records.get(random.nextInt(records.size())));
      made.writeBytes(new byte[random.nextInt(5) == 0 ? random.nextInt(600) : 0]);
      made.write(random.nextInt(256));
    }
    return Arrays.copyOf(made.toByteArray(), length);
  }
}
