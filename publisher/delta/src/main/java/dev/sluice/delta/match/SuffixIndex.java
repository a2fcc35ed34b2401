package dev.sluice.delta.match;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Finds where in a window of old bytes the longest match for new bytes begins.
///
/// A suffix array, and over it a table of where each pair of leading bytes starts. For one thread.
final class SuffixIndex {
  /// Memory the index takes for one byte of its window.
  static final long BYTES_PER_BYTE = 4;

  /// A match is measured to this length only: beyond it the search could not gain what it costs.
  private static final long MAX_COMPARED = 1 << 14;

  private static final int PAIRS = 1 << 16;

  private final MemorySegment window;
  private final long length;
  private final MemorySegment suffixes;
  private final int[] firstRanks = new int[PAIRS + 1];
  private long position;

  /// Sorts `window`, which is native and holds less than 2^31 bytes.
  ///
  /// @param arena owns the index's memory
  SuffixIndex(MemorySegment window, Arena arena) {
    this.window = window;
    this.length = window.byteSize();
    this.suffixes =
        arena.allocate(JAVA_INT, Math.max(1, length)).asSlice(0, BYTES_PER_BYTE * length);
    SuffixSorter.sort(window, suffixes);
    countPairs();
  }

  private void countPairs() {
    for (long i = 0; i + 1 < length; i++) {
      firstRanks[pair(window, i) + 1]++;
    }
    // The suffix of one byte sorts before all longer ones that begin with it.
    int last = length == 0 ? -1 : (window.get(JAVA_BYTE, length - 1) & 0xff) << Byte.SIZE;
    int total = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      total += firstRanks[pair];
      firstRanks[pair] = pair == last ? ++total : total;
    }
    firstRanks[PAIRS] = (int) length;
  }

  private static int pair(MemorySegment bytes, long at) {
    return ((bytes.get(JAVA_BYTE, at) & 0xff) << Byte.SIZE) | (bytes.get(JAVA_BYTE, at + 1) & 0xff);
  }

  /// Length of the longest match for the bytes of `target` in `[from, end)`, measured up to a
  /// limit; 0 when not even two bytes match. [#position()] tells where it is.
  long findLongest(MemorySegment target, long from, long end) {
    if (end - from < 2) {
      return 0;
    }
    int pair = pair(target, from);
    long low = firstRanks[pair];
    // A following bucket may begin with the one-byte suffix, which then is the bound itself.
    long high = pair + 1 == PAIRS ? length : firstRanks[pair + 1];
    if (low >= high) {
      return 0;
    }
    long limit = Math.min(end - from, MAX_COMPARED);
    return search(target, from, limit, low, high - 1);
  }

  private long search(MemorySegment target, long from, long limit, long first, long last) {
    long low = first;
    long high = last;
    long lowLength = lengthAt(low, target, from, limit, 0);
    long highLength = lengthAt(high, target, from, limit, 0);
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      int start = suffixes.getAtIndex(JAVA_INT, middle);
      long known = Math.min(lowLength, highLength);
      long common = lengthAt(middle, target, from, limit, known);
      if (common == limit) {
        position = start;
        return limit;
      }
      if (isBelow(start, common, target, from)) {
        low = middle;
        lowLength = common;
      } else {
        high = middle;
        highLength = common;
      }
    }
    position = suffixes.getAtIndex(JAVA_INT, lowLength >= highLength ? low : high);
    return Math.max(lowLength, highLength);
  }

  private long lengthAt(long rank, MemorySegment target, long from, long limit, long known) {
    long start = suffixes.getAtIndex(JAVA_INT, rank);
    long comparable = Math.min(limit, length - start);
    return known + Common.prefix(window, start + known, target, from + known, comparable - known);
  }

  private boolean isBelow(long start, long common, MemorySegment target, long from) {
    return start + common == length
        || (window.get(JAVA_BYTE, start + common) & 0xff)
            < (target.get(JAVA_BYTE, from + common) & 0xff);
  }

  /// Where in the window the match found last begins.
  long position() {
    return position;
  }
}
