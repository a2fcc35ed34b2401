package dev.sluice.formats.classfile.bytes;

import dev.sluice.formats.stream.MalformedPatchException;

/// Reads bytes in order, numbers as [ByteBuilder] writes them. Whoever reads behind the end
/// unwinds.
public final class ByteCursor {
  private static final int BITS_PER_BYTE = 7;
  private static final int PAYLOAD = 0x7f;

  private final byte[] bytes;
  private final int end;
  private int at;

  /// Reads `[start, end)`.
  public ByteCursor(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /// The array that is read.
  public byte[] array() {
    return bytes;
  }

  /// Where in the array the next byte stands.
  public int position() {
    return at;
  }

  /// Goes to a position that was read before, or that the caller has checked.
  public void moveTo(int position) {
    at = position;
  }

  /// Whether no byte is left.
  public boolean isAtEnd() {
    return at >= end;
  }

  private void require(int count) throws MalformedPatchException {
    if (count < 0 || count > end - at) {
      throw MalformedPatchException.corrupt(at, "a class file that does not end so early");
    }
  }

  /// The next byte, which stays the next one.
  public int peek() throws MalformedPatchException {
    require(1);
    return bytes[at] & 0xff;
  }

  /// Reads a byte.
  public int u1() throws MalformedPatchException {
    require(1);
    return bytes[at++] & 0xff;
  }

  /// Reads two bytes, not signed.
  public int u2() throws MalformedPatchException {
    require(Short.BYTES);
    int value = (bytes[at] & 0xff) << Byte.SIZE | (bytes[at + 1] & 0xff);
    at += Short.BYTES;
    return value;
  }

  /// Reads four bytes.
  public int u4() throws MalformedPatchException {
    int high = u2();
    return high << Short.SIZE | u2();
  }

  /// See [ByteBuilder#number].
  public int number() throws MalformedPatchException {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += BITS_PER_BYTE) {
      int next = u1();
      value |= (next & PAYLOAD) << shift;
      if (next <= PAYLOAD) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw MalformedPatchException.corrupt(at, "a number of at most five bytes in a class file");
  }

  /// Passes over bytes.
  public void skip(int count) throws MalformedPatchException {
    require(count);
    at += count;
  }
}
