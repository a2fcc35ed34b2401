package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.xz.XzAnalysis;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.xz.XzExpander;
import dev.sluice.formats.xz.XzRebuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/// Streams of xz, in memory that rules out the larger presets.
class XzFuzzTest {
  private static final long MAX_CONTENTS_BYTES = 1 << 18;
  private static final long MAX_MEMORY_BYTES = 12 << 20;
  private static final int FLAGS_AT = 6;
  private static final int FIRST_BLOCK_AT = 12;
  private static final int FOOTER_BYTES = 12;

  static Stream<byte[]> streams() {
    return Stream.concat(
        Stream.of("two.xz", "six-blocks.xz").map(Fixtures::read),
        Stream.of(XZ.CHECK_NONE, XZ.CHECK_CRC32, XZ.CHECK_SHA256).map(XzFuzzTest::stream));
  }

  private static byte[] stream(int check) {
    try {
      var bytes = new ByteArrayOutputStream();
      try (var stream = new XZOutputStream(bytes, new LZMA2Options(0), check)) {
        stream.write("rings and waves, waves and rings".getBytes(StandardCharsets.UTF_8));
        stream.endBlock();
        stream.write(1);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @MethodSource("streams")
  @FuzzTest
  void givenAnyStream_whenAnalyzed_thenIsMadeAgainOrLeftAlone(byte[] bytes)
      throws IOException, MalformedPatchException {
    requireSound(bytes);
    requireSound(withChecksums(bytes));
  }

  /// With the checksums that the headers, the index and the footer should have, where there is room
  /// for them: the decoder stops at wrong ones.
  private static byte[] withChecksums(byte[] bytes) {
    var stream = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int footer = bytes.length - FOOTER_BYTES;
    if (footer < FIRST_BLOCK_AT + Integer.BYTES) {
      return stream.array();
    }
    put(stream, FLAGS_AT, FLAGS_AT + 2);
    int header = (bytes[FIRST_BLOCK_AT] & 0xff) * Integer.BYTES;
    if (header > 0 && header <= footer - FIRST_BLOCK_AT - Integer.BYTES) {
      put(stream, FIRST_BLOCK_AT, FIRST_BLOCK_AT + header);
    }
    long index = (stream.getInt(footer + Integer.BYTES) & 0xffff_ffffL) * Integer.BYTES;
    if (index > 0 && index <= footer - Integer.BYTES) {
      put(stream, footer - Integer.BYTES - (int) index, footer - Integer.BYTES);
    }
    stream.putInt(footer, checksum(stream, footer + Integer.BYTES, footer + FOOTER_BYTES - 2));
    return stream.array();
  }

  private static void put(ByteBuffer stream, int from, int to) {
    stream.putInt(to, checksum(stream, from, to));
  }

  private static int checksum(ByteBuffer stream, int from, int to) {
    var checksum = new CRC32();
    checksum.update(stream.slice(from, to - from));
    return (int) checksum.getValue();
  }

  private static void requireSound(byte[] stream) throws IOException, MalformedPatchException {
    var contents = new Fixtures.Kept();
    var file = MemorySegment.ofArray(stream);
    var analysis = XzAnalysis.analyze(file, 0, MAX_CONTENTS_BYTES, MAX_MEMORY_BYTES, contents);

    if (analysis instanceof Analysis.Found found) {
      var made = new Fixtures.Kept();
      var recipe = Fixtures.recipe(found.recipe().toByteArray());
      try (var rebuilder = XzRebuilder.open(recipe, made, found.memoryBytes())) {
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
      return XzExpander.expand(source, compressedBytes, MAX_MEMORY_BYTES, new Fixtures.Kept());
    } catch (MalformedPatchException _) {
      return -1;
    }
  }
}
