package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.deflate.DeflateAnalysis;
import dev.sluice.diff.deflate.DeflateLimits;
import dev.sluice.diff.deflate.search.RecipeWriter;
import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.deflate.DeflateRebuilder;
import dev.sluice.formats.deflate.encoder.Family;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.samples.Samples;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.params.provider.MethodSource;

/// Raw deflate streams: each is made again from its contents and its recipe, or left alone.
class DeflateFuzzTest {
  private static final int MAX_CONTENTS_BYTES = 1 << 18;

  /// Any recipe will do, so that streams get one which no encoder would make.
  private static final DeflateLimits GENEROUS =
      new DeflateLimits(MAX_CONTENTS_BYTES, 1, Integer.MAX_VALUE);

  static Stream<byte[]> streams() {
    var text = Samples.text(Samples.random(64), 12);
    return IntStream.of(0, 1, 4, 6, 9)
        .boxed()
        .flatMap(
            level ->
                Stream.of(
                    deflated(text, level, Deflater.DEFAULT_STRATEGY),
                    deflated(text, level, Deflater.HUFFMAN_ONLY),
                    madeAsGo(text, level)));
  }

  private static byte[] madeAsGo(byte[] contents, int level) {
    var profile = Profile.of(level).withFamily(Family.GO);
    try {
      return rebuilt(new RecipeWriter(profile).finish(0), contents);
    } catch (IOException | MalformedPatchException e) {
      throw new IllegalStateException("a recipe without corrections fits all contents", e);
    }
  }

  private static byte[] deflated(byte[] contents, int level, int strategy) {
    try (var deflater = new Deflater(level, true)) {
      deflater.setStrategy(strategy);
      var buffer = new byte[2 * contents.length];
      deflater.setInput(contents, 0, contents.length / 2);
      int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      deflater.setInput(contents, contents.length / 2, contents.length - contents.length / 2);
      deflater.finish();
      length += deflater.deflate(buffer, length, buffer.length - length);
      return Arrays.copyOf(buffer, length);
    }
  }

  @MethodSource("streams")
  @FuzzTest
  void givenAnyStream_whenAnalyzed_thenIsMadeAgainOrLeftAlone(byte[] stream)
      throws IOException, MalformedPatchException, DataFormatException {
    for (var limits : new DeflateLimits[] {GENEROUS, DeflateLimits.DEFAULT}) {
      var written = new Fixtures.Kept();
      var result =
          new DeflateAnalysis(limits, Feature.ALL)
              .analyze(MemorySegment.ofArray(stream), 0, written);
      if (result instanceof Analysis.Found found) {
        var contents = inflated(stream);
        assertThat(found.contentsBytes()).isEqualTo(contents.length);
        assertThat(written.toByteArray()).isEqualTo(contents);
        assertThat(rebuilt(found.recipe().toByteArray(), contents))
            .isEqualTo(Arrays.copyOf(stream, (int) found.compressedBytes()));
      }
    }
  }

  private static byte[] inflated(byte[] stream) throws DataFormatException {
    var contents = new ByteArrayOutputStream();
    var buffer = new byte[1 << 12];
    try (var inflater = new Inflater(true)) {
      inflater.setInput(stream);
      while (!inflater.finished()) {
        contents.write(buffer, 0, inflater.inflate(buffer));
        assertThat(inflater.needsInput() && !inflater.finished()).isFalse();
      }
    }
    return contents.toByteArray();
  }

  private static byte[] rebuilt(byte[] recipe, byte[] contents)
      throws IOException, MalformedPatchException {
    var made = new Fixtures.Kept();
    try (var rebuilder =
        DeflateRebuilder.open(Fixtures.recipe(recipe), made, DeflateEngine.none())) {
      Fixtures.feed(rebuilder, contents, new Random(contents.length));
    }
    return made.toByteArray();
  }
}
