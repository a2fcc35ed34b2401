package dev.sluice.delta.match;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sorts the suffixes of a text by induced sorting (SA-IS), in linear time and off the heap.
///
/// Nong, Zhang and Chan, "Linear Suffix Array Construction by Almost Pure Induced-Sorting" (2009).
/// The array under construction is at once input, output and work queue: an entry is an index whose
/// predecessor still has to be placed, its sign says whether this pass or the next one places it,
/// and zero is an empty slot. Beyond the array itself the sort needs one counter for each symbol;
/// for a reduced text these stand in the unused middle of its parent's array when they fit there.
///
/// Reads and writes go to native segments only: mixed with heap segments in the same loops they
/// would cost several times as much.
final class SuffixSorter {
  private static final int BYTE_SYMBOLS = 256;

  private final MemorySegment text;
  private final boolean wide;
  private final int length;
  private final MemorySegment suffixes;
  private final MemorySegment buckets;
  private final int symbols;

  private SuffixSorter(
      MemorySegment text,
      boolean wide,
      int length,
      MemorySegment suffixes,
      MemorySegment buckets,
      int symbols) {
    this.text = text;
    this.wide = wide;
    this.length = length;
    this.suffixes = suffixes;
    this.buckets = buckets;
    this.symbols = symbols;
  }

  /// Fills `suffixes` with the starts of all suffixes of `text` in ascending order of unsigned
  /// bytes.
  ///
  /// @param text native, at most 2^31 - 1 bytes
  /// @param suffixes native, four bytes for each byte of `text`
  static void sort(MemorySegment text, MemorySegment suffixes) {
    int length = Math.toIntExact(text.byteSize());
    if (length < 2) {
      suffixes.fill((byte) 0);
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var buckets = arena.allocate(JAVA_INT, BYTE_SYMBOLS);
      new SuffixSorter(text, false, length, suffixes, buckets, BYTE_SYMBOLS).sort();
    }
  }

  private void sort() {
    suffixes.fill((byte) 0);
    int count = placeSubstringEnds();
    if (count > 1) {
      induceSubstringsDown();
      induceSubstringsUp();
      measureSubstrings();
      int names = nameSubstrings(count);
      sortSubstrings(count, names);
      spreadSubstrings(count);
    }
    induceDown();
    induceUp();
  }

  private int at(long index) {
    return wide ? text.getAtIndex(JAVA_INT, index) : text.get(JAVA_BYTE, index) & 0xff;
  }

  private int suffix(long rank) {
    return suffixes.getAtIndex(JAVA_INT, rank);
  }

  private void suffix(long rank, int start) {
    suffixes.setAtIndex(JAVA_INT, rank, start);
  }

  private int bucket(int symbol) {
    return buckets.getAtIndex(JAVA_INT, symbol);
  }

  private void bucket(int symbol, int rank) {
    buckets.setAtIndex(JAVA_INT, symbol, rank);
  }

  /// Sets each bucket to the first rank of its symbol, or to the rank behind its last.
  private void resetBuckets(boolean toEnd) {
    buckets.fill((byte) 0);
    for (long i = 0; i < length; i++) {
      int symbol = at(i);
      bucket(symbol, bucket(symbol) + 1);
    }
    int total = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      int start = total;
      total += bucket(symbol);
      bucket(symbol, toEnd ? total : start);
    }
  }

  /// Puts the starts of the LMS substrings at the ends of their buckets, but for the leftmost: read
  /// as ends of the substrings before them, they are what the first induction starts from.
  private int placeSubstringEnds() {
    resetBuckets(true);
    int count = 0;
    int last = -1;
    int next = 0;
    boolean rising = false;
    for (int i = length - 1; i >= 0; i--) {
      int here = at(i);
      if (here < next) {
        rising = true;
      } else if (here > next && rising) {
        rising = false;
        last = bucket(next) - 1;
        bucket(next, last);
        suffix(last, i + 1);
        count++;
      }
      next = here;
    }
    if (count > 1) {
      suffix(last, 0);
    }
    return count;
  }

  /// Places the L-type positions of the LMS substrings, leaving those that follow an S-type
  /// position.
  private void induceSubstringsDown() {
    resetBuckets(false);
    placeLast();
    for (int rank = 0; rank < length; rank++) {
      int start = suffix(rank);
      if (start == 0) {
        continue;
      }
      if (start < 0) {
        suffix(rank, -start);
        continue;
      }
      suffix(rank, 0);
      int before = start - 1;
      int symbol = at(before);
      int target = bucket(symbol);
      bucket(symbol, target + 1);
      suffix(target, at(before - 1) < symbol ? -before : before);
    }
  }

  private void placeLast() {
    int last = length - 1;
    int symbol = at(last);
    int target = bucket(symbol);
    bucket(symbol, target + 1);
    suffix(target, at(last - 1) < symbol ? -last : last);
  }

  /// Places the S-type positions of the LMS substrings and gathers their sorted starts at the end.
  private void induceSubstringsUp() {
    resetBuckets(true);
    int top = length;
    for (int rank = length - 1; rank >= 0; rank--) {
      int start = suffix(rank);
      if (start == 0) {
        continue;
      }
      suffix(rank, 0);
      if (start < 0) {
        top--;
        suffix(top, -start);
        continue;
      }
      int before = start - 1;
      int symbol = at(before);
      int target = bucket(symbol) - 1;
      bucket(symbol, target);
      suffix(target, at(before - 1) > symbol ? -before : before);
    }
  }

  /// Notes the length of the LMS substring that starts at `j` in slot `j / 2`: no two are adjacent.
  private void measureSubstrings() {
    int end = 0;
    int next = 0;
    boolean rising = false;
    for (int i = length - 1; i >= 0; i--) {
      int here = at(i);
      if (here < next) {
        rising = true;
      } else if (here > next && rising) {
        rising = false;
        int start = i + 1;
        suffix(start >> 1, end == 0 ? 0 : end - start);
        end = start + 1;
      }
      next = here;
    }
  }

  /// Replaces the noted lengths by names in sorted order, equal substrings sharing one.
  private int nameSubstrings(int count) {
    int name = 0;
    int previousLength = -1;
    int previous = 0;
    for (int rank = length - count; rank < length; rank++) {
      int start = suffix(rank);
      int substringLength = suffix(start >> 1);
      if (substringLength != previousLength || !isEqual(start, previous, substringLength)) {
        name++;
        previous = start;
        previousLength = substringLength;
      }
      suffix(start >> 1, name);
    }
    return name;
  }

  private boolean isEqual(int left, int right, int substringLength) {
    for (int i = 0; i < substringLength; i++) {
      if (at(left + i) != at(right + i)) {
        return false;
      }
    }
    return true;
  }

  /// Leaves the sorted starts of the LMS suffixes at the front of the array.
  private void sortSubstrings(int count, int names) {
    long tail = (long) length - count;
    if (names == count) {
      MemorySegment.copy(suffixes, JAVA_INT, 4 * tail, suffixes, JAVA_INT, 0, count);
      return;
    }
    int write = length;
    for (int read = length / 2; read >= 0; read--) {
      int name = suffix(read);
      if (name > 0) {
        write--;
        suffix(write, name - 1);
      }
    }
    sortReduced(count, names);
    unmap(count);
  }

  private void sortReduced(int count, int names) {
    long middle = length - 2L * count;
    var reduced = suffixes.asSlice(4L * (length - count), 4L * count);
    var sorted = suffixes.asSlice(0, 4L * count);
    if (names <= middle) {
      var counters = suffixes.asSlice(4L * count, 4L * names);
      new SuffixSorter(reduced, true, count, sorted, counters, names).sort();
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var counters = arena.allocate(JAVA_INT, names);
      new SuffixSorter(reduced, true, count, sorted, counters, names).sort();
    }
  }

  private void unmap(int count) {
    long tail = (long) length - count;
    int index = count;
    int next = 0;
    boolean rising = false;
    for (int i = length - 1; i >= 0; i--) {
      int here = at(i);
      if (here < next) {
        rising = true;
      } else if (here > next && rising) {
        rising = false;
        index--;
        suffix(tail + index, i + 1);
      }
      next = here;
    }
    for (int rank = 0; rank < count; rank++) {
      suffix(rank, suffix(tail + suffix(rank)));
    }
  }

  /// Moves the sorted LMS suffixes from the front to the ends of their buckets and clears the rest.
  private void spreadSubstrings(int count) {
    resetBuckets(true);
    int left = count - 1;
    int start = suffix(left);
    int target = takeLast(start);
    for (int rank = length - 1; rank >= 0; rank--) {
      if (rank != target) {
        suffix(rank, 0);
        continue;
      }
      suffix(rank, start);
      if (left > 0) {
        left--;
        start = suffix(left);
        target = takeLast(start);
      }
    }
  }

  private int takeLast(int start) {
    int symbol = at(start);
    int target = bucket(symbol) - 1;
    bucket(symbol, target);
    return target;
  }

  /// Places the L-type suffixes, left to right; those after an S-type position end up negative.
  private void induceDown() {
    resetBuckets(false);
    placeLast();
    for (int rank = 0; rank < length; rank++) {
      int start = suffix(rank);
      if (start <= 0) {
        continue;
      }
      int before = start - 1;
      int symbol = at(before);
      int target = bucket(symbol);
      bucket(symbol, target + 1);
      suffix(target, before > 0 && at(before - 1) < symbol ? -before : before);
    }
  }

  /// Places the S-type suffixes, right to left, and makes every entry positive.
  private void induceUp() {
    resetBuckets(true);
    for (int rank = length - 1; rank >= 0; rank--) {
      int start = suffix(rank);
      if (start >= 0) {
        continue;
      }
      start = -start;
      suffix(rank, start);
      int before = start - 1;
      int symbol = at(before);
      int target = bucket(symbol) - 1;
      bucket(symbol, target);
      suffix(target, before > 0 && at(before - 1) <= symbol ? -before : before);
    }
  }
}
