package dev.sluice.diff.match;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The blocks of old that are indexed, put side by side.
///
/// In a large image most blocks stand in new where they stand in old: these are found without an
/// index as well.
final class OldBlocks {
  private static final int SHIFT = 12;
  private static final int BLOCK = 1 << SHIFT;

  private final int[] numbers;
  private final long bytes;

  private OldBlocks(int[] numbers, long bytes) {
    this.numbers = numbers;
    this.bytes = bytes;
  }

  /// All blocks.
  static OldBlocks all(MemorySegment old) {
    var numbers = new int[count(old)];
    Arrays.setAll(numbers, i -> i);
    return new OldBlocks(numbers, old.byteSize());
  }

  /// Those blocks that do not stand in new at the same place.
  static OldBlocks changed(MemorySegment old, MemorySegment neu) {
    var numbers = new int[count(old)];
    int kept = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (!stays(old, neu, (long) i << SHIFT)) {
        numbers[kept++] = i;
      }
    }
    return new OldBlocks(
        Arrays.copyOf(numbers, kept), Math.min(old.byteSize(), (long) kept << SHIFT));
  }

  private static int count(MemorySegment old) {
    return Math.toIntExact((old.byteSize() + BLOCK - 1) >>> SHIFT);
  }

  private static boolean stays(MemorySegment old, MemorySegment neu, long at) {
    long end = at + BLOCK;
    return end <= old.byteSize()
        && end <= neu.byteSize()
        && MemorySegment.mismatch(old, at, end, neu, at, end) < 0;
  }

  /// Length of the blocks together.
  long bytes() {
    return bytes;
  }

  /// Where in old something stands.
  ///
  /// @param offset in the blocks put side by side
  long position(long offset) {
    return ((long) numbers[(int) (offset >>> SHIFT)] << SHIFT) | (offset & (BLOCK - 1));
  }
}
