package dev.sluice.diff.match;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Compares stretches of two segments, eight bytes at a time.
final class Common {
  private static final boolean IS_LITTLE_ENDIAN =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private Common() {}

  /// Number of bytes, at most `limit`, that are equal from the two offsets on.
  static long prefix(
      MemorySegment left, long leftFrom, MemorySegment right, long rightFrom, long limit) {
    long i = 0;
    for (; i + Long.BYTES <= limit; i += Long.BYTES) {
      long difference =
          left.get(JAVA_LONG_UNALIGNED, leftFrom + i)
              ^ right.get(JAVA_LONG_UNALIGNED, rightFrom + i);
      if (difference != 0) {
        int bits =
            IS_LITTLE_ENDIAN
                ? Long.numberOfTrailingZeros(difference)
                : Long.numberOfLeadingZeros(difference);
        return i + bits / Byte.SIZE;
      }
    }
    while (i < limit && left.get(JAVA_BYTE, leftFrom + i) == right.get(JAVA_BYTE, rightFrom + i)) {
      i++;
    }
    return i;
  }
}
