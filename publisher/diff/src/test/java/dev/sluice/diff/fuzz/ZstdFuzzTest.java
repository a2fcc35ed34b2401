package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.zstd.ZstdAnalysis;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.zstd.ZstdExpander;
import dev.sluice.formats.zstd.ZstdRebuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Frames of zstd, in memory that rules out the higher levels.
class ZstdFuzzTest {
  private static final long MAX_CONTENTS_BYTES = 1 << 18;
  private static final long MAX_MEMORY_BYTES = 8 << 20;

  static Stream<byte[]> frames() {
    return Stream.concat(
        Stream.of(Fixtures.read("tool-19.zst")), Stream.of(1, 3, 19).map(ZstdFuzzTest::frame));
  }

  private static byte[] frame(int level) {
    try (var context = new ZstdCompressCtx()) {
      var contents = "rings and waves, waves and rings ".repeat(level);
      return context
          .setLevel(level)
          .setChecksum(level == 1)
          .compress(contents.getBytes(StandardCharsets.UTF_8));
    }
  }

  @MethodSource("frames")
  @FuzzTest
  void givenAnyFrame_whenAnalyzed_thenIsMadeAgainOrLeftAlone(byte[] frame)
      throws IOException, MalformedPatchException {
    var contents = new Fixtures.Kept();
    var file = MemorySegment.ofArray(frame);
    var analysis =
        new ZstdAnalysis(MAX_CONTENTS_BYTES, MAX_MEMORY_BYTES, Feature.ALL)
            .analyze(file, 0, contents);

    if (analysis instanceof Analysis.Found found) {
      var made = new Fixtures.Kept();
      var recipe = Fixtures.recipe(found.recipe().toByteArray());
      try (var rebuilder = ZstdRebuilder.open(recipe, made, found.memoryBytes())) {
        Fixtures.feed(rebuilder, contents.toByteArray(), new Random(frame.length));
      }
      assertThat(made.toByteArray()).isEqualTo(Arrays.copyOf(frame, (int) found.compressedBytes()));
      assertThat(expandedBytes(frame, found.compressedBytes())).isEqualTo(found.contentsBytes());
    }
    assertThat(expandedBytes(frame, frame.length)).isGreaterThanOrEqualTo(-1);
  }

  /// -1 if it is refused.
  private static long expandedBytes(byte[] frame, long compressedBytes) throws IOException {
    try {
      var source = new ByteArrayInputStream(frame);
      return ZstdExpander.expand(source, compressedBytes, MAX_MEMORY_BYTES, new Fixtures.Kept());
    } catch (MalformedPatchException _) {
      return -1;
    }
  }
}
