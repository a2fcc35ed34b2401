package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.lz4.Lz4Analysis;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.formats.lz4.Lz4Expander;
import dev.sluice.formats.lz4.Lz4Rebuilder;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Streams in the legacy frame of LZ4.
class Lz4FuzzTest {
  private static final long MAX_CONTENTS_BYTES = 1 << 20;

  static Stream<byte[]> streams() {
    return Stream.of("legacy-1.lz4", "legacy-4.lz4", "legacy-12.lz4").map(Fixtures::read);
  }

  @MethodSource("streams")
  @FuzzTest
  void givenAnyStream_whenAnalyzed_thenIsMadeAgainOrLeftAlone(byte[] stream)
      throws IOException, MalformedPatchException {
    var contents = new Fixtures.Kept();
    var file = MemorySegment.ofArray(stream);
    var analysis = Lz4Analysis.analyze(file, 0, MAX_CONTENTS_BYTES, contents);

    if (analysis instanceof Analysis.Found found) {
      var made = new Fixtures.Kept();
      var recipe = Fixtures.recipe(found.recipe().toByteArray());
      try (var rebuilder = new Lz4Rebuilder(recipe, made)) {
        Fixtures.feed(rebuilder, contents.toByteArray(), new Random(stream.length));
      }
      assertThat(made.toByteArray())
          .isEqualTo(Arrays.copyOf(stream, (int) found.compressedBytes()));
      assertThat(expandedBytes(stream, found.compressedBytes())).isEqualTo(found.contentsBytes());
    }
    assertThat(expandedBytes(stream, stream.length)).isGreaterThanOrEqualTo(-1);
  }

  /// -1 if it is refused.
  private static long expandedBytes(byte[] stream, long compressedBytes) throws IOException {
    try {
      var source = new ByteArrayInputStream(stream);
      return Lz4Expander.expand(source, compressedBytes, new Fixtures.Kept());
    } catch (MalformedPatchException _) {
      return -1;
    }
  }
}
