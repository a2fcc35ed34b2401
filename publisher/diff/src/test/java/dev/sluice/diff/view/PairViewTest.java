package dev.sluice.diff.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.feature.Feature;
import dev.sluice.formats.deflate.DeflateRebuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PairViewTest {
  private static final long MAX_CONTENTS_BYTES = 1 << 24;

  private static byte[] compressed(byte[] contents) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(contents);
    }
    return compressed.toByteArray();
  }

  /// Text whose compressed form stands, with other things, in another compressed stream.
  private static byte[] nested(long seed) throws IOException {
    var text = new byte[20_000];
    var random = new Random(seed);
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('a' + random.nextInt(8));
    }
    var outer = new ByteArrayOutputStream();
    outer.write(text, 0, 5000);
    outer.write(compressed(text));
    outer.write(text, 5000, 5000);
    return compressed(outer.toByteArray());
  }

  private static PairView view(long maxStreamMemoryBytes, Arena arena) throws IOException {
    return PairView.of(
        MemorySegment.ofArray(nested(1)),
        MemorySegment.ofArray(nested(2)),
        new PairView.Limits(MAX_CONTENTS_BYTES, maxStreamMemoryBytes, Feature.ALL),
        arena);
  }

  @Test
  void givenNestedStreams_whenThereIsRoomForBoth_thenBothAreTakenApart() throws IOException {
    try (var arena = Arena.ofShared()) {
      var view = view(2 * DeflateRebuilder.MEMORY_BYTES, arena);

      assertThat(view.layout().frames()).hasSize(2);
      assertThat(view.streamMemoryBytes()).isEqualTo(2 * DeflateRebuilder.MEMORY_BYTES);
    }
  }

  @Test
  void givenNestedStreams_whenThereIsRoomForOne_thenTheInnerOneStays() throws IOException {
    try (var arena = Arena.ofShared()) {
      var view = view(2 * DeflateRebuilder.MEMORY_BYTES - 1, arena);

      assertThat(view.layout().frames()).hasSize(1);
      assertThat(view.streamMemoryBytes()).isEqualTo(DeflateRebuilder.MEMORY_BYTES);
    }
  }
}
