package dev.sluice.diff.squashfs;

/// Numbers in arrays.
final class Bytes {
  private Bytes() {}

  /// A number of `count` bytes from `at` on, at most 8, lowest first.
  static long number(byte[] bytes, int at, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = (value << Byte.SIZE) | (bytes[at + i] & 0xff);
    }
    return value;
  }
}
