package dev.sluice.patch.wire;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Varint;
import java.io.IOException;
import java.io.InputStream;

/// Reads a patch in order and counts its bytes. Does not close the stream.
public final class PatchInput {
  private final InputStream source;
  private long offset;

  /// Starts at the first byte of a patch.
  public PatchInput(InputStream source) {
    this.source = source;
  }

  /// Bytes read so far.
  public long offset() {
    return offset;
  }

  /// Passes over bytes up to an offset.
  public void skipTo(long target, String expected) throws IOException, MalformedPatchException {
    while (offset < target) {
      long skipped = source.skip(target - offset);
      offset += Math.max(0, skipped);
      if (skipped <= 0) {
        int _ = readByte(expected);
      }
    }
  }

  /// The next byte, or -1 at the end of the stream.
  public int readByteOrEnd() throws IOException {
    int next = source.read();
    if (next >= 0) {
      offset++;
    }
    return next;
  }

  /// The next byte, unsigned.
  public int readByte(String expected) throws IOException, MalformedPatchException {
    int next = readByteOrEnd();
    if (next < 0) {
      throw MalformedPatchException.truncated(offset, expected);
    }
    return next;
  }

  /// Reads as many bytes as there are at once, at least one and at most `count`, which is not 0.
  public int read(byte[] target, int start, int count, String expected)
      throws IOException, MalformedPatchException {
    int read = source.read(target, start, count);
    if (read < 0) {
      throw MalformedPatchException.truncated(offset, expected);
    }
    offset += read;
    return read;
  }

  /// Fills the first `lengthBytes` bytes of `target`.
  public void readFully(byte[] target, int lengthBytes, String expected)
      throws IOException, MalformedPatchException {
    int count = source.readNBytes(target, 0, lengthBytes);
    offset += count;
    if (count < lengthBytes) {
      throw MalformedPatchException.truncated(offset, expected);
    }
  }

  /// A number from 0 to `max`, see [Varint].
  public long readVarint(long max, String expected) throws IOException, MalformedPatchException {
    long value = 0;
    for (int shift = 0; shift < Varint.MAX_BITS; shift += Varint.BITS_PER_BYTE) {
      int next = readByte(expected);
      value |= (long) (next & Varint.PAYLOAD) << shift;
      if ((next & Varint.CONTINUED) == 0) {
        if (value > max) {
          throw MalformedPatchException.corrupt(offset, expected + " at most " + max);
        }
        return value;
      }
    }
    throw MalformedPatchException.corrupt(offset, expected + " of at most 63 bits");
  }
}
