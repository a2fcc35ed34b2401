package dev.sluice.diff.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.stream.FoundStream;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.samples.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFinderTest {
  private static final int HEAD_BYTES = 2;
  private static final int CHECKSUM_BYTES = 4;

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 9})
  void givenZlibStreamOfAnyLevel_whenSearched_thenItsDeflateStreamIsFound(int level)
      throws IOException {
    var before = Samples.ascii("x^2 + 78 <</Filter /FlateDecode>> stream\n");
    var stream = zlib(level);
    var file = Samples.join(before, stream, Samples.ascii("\nendstream, and so on for some more"));

    assertThat(find(file))
        .containsExactly(
            new FoundStream(
                new Deflate(),
                before.length + HEAD_BYTES,
                stream.length - HEAD_BYTES - CHECKSUM_BYTES));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void givenWrongChecksumOrNone_whenSearched_thenItIsNoStreamOfZlib(int level) throws IOException {
    var stream = zlib(level);
    stream[stream.length - 1] ^= 1;

    assertThat(find(Samples.join(stream, new byte[100]))).isEmpty();
    assertThat(find(Samples.cut(stream, 0, stream.length - 1))).isEmpty();
  }

  private static List<FoundStream> find(byte[] file) throws IOException {
    return StreamFinder.find(
        MemorySegment.ofArray(file), Long.MAX_VALUE, StreamSearches.SIGNATURES);
  }

  private static byte[] zlib(int level) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zlib = new DeflaterOutputStream(bytes, new Deflater(level))) {
      zlib.write(Samples.text(Samples.random(level), 30));
    }
    return bytes.toByteArray();
  }
}
