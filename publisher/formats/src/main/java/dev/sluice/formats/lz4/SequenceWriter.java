package dev.sluice.formats.lz4;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// Writes the sequences of a block: literals and a match each (lz4_Block_format.md).
public final class SequenceWriter {
  private static final int BUFFER_BYTES = 1 << 14;

  private final Contents contents;
  private final ByteSink sink;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int filled;
  private long written;

  public SequenceWriter(Contents contents, ByteSink sink) {
    this.contents = contents;
    this.sink = sink;
  }

  /// Bytes written since the last block ended.
  long written() {
    return written + filled;
  }

  public void writeInt(int value) throws IOException, MalformedPatchException {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      put(value >>> shift);
    }
  }

  /// Writes the contents in `[anchor, start)` as literals, and then a match.
  void write(int anchor, int start, int length, int distance)
      throws IOException, MalformedPatchException {
    int matchCode = length - Lz4Format.MIN_MATCH;
    writeLiterals(anchor, start, Math.min(matchCode, Lz4Format.LONG));
    put(distance);
    put(distance >>> Byte.SIZE);
    if (matchCode >= Lz4Format.LONG) {
      putLong(matchCode - Lz4Format.LONG);
    }
  }

  /// Ends the block with the literals in `[anchor, end)`.
  void writeLast(int anchor, int end) throws IOException, MalformedPatchException {
    writeLiterals(anchor, end, 0);
  }

  private void writeLiterals(int from, int to, int matchBits)
      throws IOException, MalformedPatchException {
    int count = to - from;
    put((Math.min(count, Lz4Format.LONG) << Lz4Format.LITERALS_SHIFT) | matchBits);
    if (count >= Lz4Format.LONG) {
      putLong(count - Lz4Format.LONG);
    }
    if (count > BUFFER_BYTES - filled) {
      flush();
    }
    if (count > BUFFER_BYTES) {
      sink.write(contents.bytes(), from, count);
      written += count;
    } else {
      System.arraycopy(contents.bytes(), from, buffer, filled, count);
      filled += count;
    }
  }

  private void putLong(int length) throws IOException, MalformedPatchException {
    int rest = length;
    while (rest >= Lz4Format.MORE) {
      put(Lz4Format.MORE);
      rest -= Lz4Format.MORE;
    }
    put(rest);
  }

  private void put(int value) throws IOException, MalformedPatchException {
    if (filled == BUFFER_BYTES) {
      flush();
    }
    buffer[filled++] = (byte) value;
  }

  /// Hands on what was held back.
  public void flush() throws IOException, MalformedPatchException {
    sink.write(buffer, 0, filled);
    written += filled;
    filled = 0;
  }
}
