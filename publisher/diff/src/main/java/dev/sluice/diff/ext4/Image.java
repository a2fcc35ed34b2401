package dev.sluice.diff.ext4;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// The bytes of a file system; what lies outside reads as zeros.
record Image(MemorySegment bytes) {
  long length() {
    return bytes.byteSize();
  }

  int int16(long at) {
    return unsignedByte(at) | unsignedByte(at + 1) << Byte.SIZE;
  }

  /// 0 to 2^32 - 1.
  long int32(long at) {
    return int16(at) | (long) int16(at + 2) << Short.SIZE;
  }

  private int unsignedByte(long at) {
    return at < 0 || at >= length() ? 0 : bytes.get(JAVA_BYTE, at) & 0xff;
  }
}
