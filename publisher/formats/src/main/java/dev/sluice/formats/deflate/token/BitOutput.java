package dev.sluice.formats.deflate.token;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// Packs bits into bytes, the lowest first, and passes them on in pieces.
public final class BitOutput {
  /// Heap that an output takes, in bytes.
  public static final int BUFFER_BYTES = 1 << 13;
  private static final int FLUSH_BITS = 32;

  private final ByteSink sink;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int size;
  private long pending;
  private int pendingBits;

  /// Writes to `sink`.
  public BitOutput(ByteSink sink) {
    this.sink = sink;
  }

  /// Writes the lowest `count` bits of `value`, at most 31; the others must be 0.
  public void write(int value, int count) throws IOException, MalformedPatchException {
    pending |= (long) value << pendingBits;
    pendingBits += count;
    if (pendingBits >= FLUSH_BITS) {
      for (int i = 0; i < FLUSH_BITS / Byte.SIZE; i++) {
        put();
      }
    }
  }

  /// Fills the byte begun, if any, with the lowest bits of `padding`.
  public void align(int padding) throws IOException, MalformedPatchException {
    int rest = -pendingBits & (Byte.SIZE - 1);
    write(padding & ((1 << rest) - 1), rest);
    while (pendingBits > 0) {
      put();
    }
  }

  /// Writes bytes; the output must be aligned.
  public void writeBytes(byte[] bytes, int offset, int count)
      throws IOException, MalformedPatchException {
    flush();
    sink.write(bytes, offset, count);
  }

  /// Passes on what is complete.
  public void flush() throws IOException, MalformedPatchException {
    if (size > 0) {
      sink.write(buffer, 0, size);
      size = 0;
    }
  }

  private void put() throws IOException, MalformedPatchException {
    if (size == buffer.length) {
      flush();
    }
    buffer[size++] = (byte) pending;
    pending >>>= Byte.SIZE;
    pendingBits -= Byte.SIZE;
  }
}
