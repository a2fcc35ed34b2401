package dev.sluice.formats.xz;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Makes LZMA2 data, block after block, with liblzma's encoder.
///
/// What it makes does not depend on how the contents are cut: the encoder looks ahead within its
/// own window, and waits for more.
final class RawEncoder implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /// Buffers and structures, without the encoder itself.
  static final long OWN_MEMORY_BYTES = 3 * BUFFER_BYTES;

  private static final long STREAM_BYTES = 136;
  private static final long NEXT_IN = 0;
  private static final long AVAIL_IN = 8;
  private static final long NEXT_OUT = 24;
  private static final long AVAIL_OUT = 32;

  private final Liblzma library;
  private final MemorySegment filters;
  private final ByteSink sink;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment stream = arena.allocate(STREAM_BYTES, Long.BYTES);
  private final MemorySegment input = arena.allocate(BUFFER_BYTES);
  private final MemorySegment output = arena.allocate(BUFFER_BYTES);
  private final byte[] made = new byte[BUFFER_BYTES];
  private long written;
  private long crc64;
  private boolean closed;

  /// @param filters which stay valid as long as this encoder
  RawEncoder(Liblzma library, MemorySegment filters, ByteSink sink) {
    this.library = library;
    this.filters = filters;
    this.sink = sink;
  }

  /// Begins a block.
  void begin() throws IOException {
    require(Liblzma.OK, library.startEncoder(stream, filters));
    written = 0;
    crc64 = 0;
  }

  /// Bytes made of the block so far.
  long written() {
    return written;
  }

  /// The CRC64 of the contents of the block so far.
  long crc64() {
    return crc64;
  }

  void encode(byte[] contents, int offset, int count, boolean hasCrc64)
      throws IOException, MalformedPatchException {
    int taken = 0;
    while (taken < count) {
      int step = Math.min(count - taken, BUFFER_BYTES);
      MemorySegment.copy(contents, offset + taken, input, ValueLayout.JAVA_BYTE, 0, step);
      taken += step;
      if (hasCrc64) {
        crc64 = library.crc64(input, step, crc64);
      }
      stream.set(ValueLayout.ADDRESS, NEXT_IN, input);
      stream.set(ValueLayout.JAVA_LONG, AVAIL_IN, step);
      while (stream.get(ValueLayout.JAVA_LONG, AVAIL_IN) > 0) {
        require(Liblzma.OK, code(Liblzma.RUN));
      }
    }
  }

  /// Ends the block.
  void finish() throws IOException, MalformedPatchException {
    int status = Liblzma.OK;
    while (status == Liblzma.OK) {
      status = code(Liblzma.FINISH);
    }
    require(Liblzma.STREAM_END, status);
  }

  /// One step of the encoder, which takes or makes at least a byte, or fails.
  private int code(int action) throws IOException, MalformedPatchException {
    stream.set(ValueLayout.ADDRESS, NEXT_OUT, output);
    stream.set(ValueLayout.JAVA_LONG, AVAIL_OUT, BUFFER_BYTES);
    int status = library.code(stream, action);
    int count = BUFFER_BYTES - (int) stream.get(ValueLayout.JAVA_LONG, AVAIL_OUT);
    MemorySegment.copy(output, ValueLayout.JAVA_BYTE, 0, made, 0, count);
    written += count;
    sink.write(made, 0, count);
    return status;
  }

  private static void require(int expected, int status) throws IOException {
    if (status != expected) {
      throw new IOException("liblzma ended with status " + status);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      library.end(stream);
      arena.close();
    }
  }
}
