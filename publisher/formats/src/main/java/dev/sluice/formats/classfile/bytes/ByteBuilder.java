package dev.sluice.formats.classfile.bytes;

import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// Bytes that are added one behind the other, numbers with the high byte first as in class files.
public final class ByteBuilder {
  private static final int MIN_GROWTH = 64;
  private static final int BITS_PER_BYTE = 7;
  private static final int PAYLOAD = 0x7f;

  private final Allowance allowance;
  private byte[] bytes;
  private int length;

  /// @param expectedBytes how many there may be
  /// @param allowance pays for the array
  public ByteBuilder(int expectedBytes, Allowance allowance) throws MalformedPatchException {
    allowance.take(expectedBytes);
    this.allowance = allowance;
    this.bytes = new byte[expectedBytes];
  }

  /// The array with the bytes at its beginning; it is replaced when it grows.
  public byte[] array() {
    return bytes;
  }

  /// How many bytes were added.
  public int length() {
    return length;
  }

  /// Begins anew, in the same array.
  public void clear() {
    length = 0;
  }

  private void require(int more) throws MalformedPatchException {
    if (more > bytes.length - length) {
      int before = bytes.length;
      int larger = Math.max(before + before / 2 + MIN_GROWTH, length + more);
      allowance.take(larger);
      bytes = Arrays.copyOf(bytes, larger);
      allowance.give(before);
    }
  }

  /// Adds a byte.
  public void u1(int value) throws MalformedPatchException {
    require(1);
    bytes[length++] = (byte) value;
  }

  /// Adds two bytes.
  public void u2(int value) throws MalformedPatchException {
    require(Short.BYTES);
    setU2(length, value);
    length += Short.BYTES;
  }

  /// Adds four bytes.
  public void u4(int value) throws MalformedPatchException {
    require(Integer.BYTES);
    setU4(length, value);
    length += Integer.BYTES;
  }

  /// A number of either sign, in fewer bytes the smaller it is.
  public void number(int value) throws MalformedPatchException {
    int rest = (value << 1) ^ (value >> (Integer.SIZE - 1));
    while ((rest & ~PAYLOAD) != 0) {
      u1((rest & PAYLOAD) | (PAYLOAD + 1));
      rest >>>= BITS_PER_BYTE;
    }
    u1(rest);
  }

  /// Adds `count` bytes of `source` from `offset` on.
  public void add(byte[] source, int offset, int count) throws MalformedPatchException {
    require(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /// Replaces a byte that was added.
  public void setU1(int at, int value) {
    bytes[at] = (byte) value;
  }

  /// Replaces two bytes that were added.
  public void setU2(int at, int value) {
    bytes[at] = (byte) (value >>> Byte.SIZE);
    bytes[at + 1] = (byte) value;
  }

  /// Replaces four bytes that were added.
  public void setU4(int at, int value) {
    setU2(at, value >>> Short.SIZE);
    setU2(at + Short.BYTES, value);
  }
}
