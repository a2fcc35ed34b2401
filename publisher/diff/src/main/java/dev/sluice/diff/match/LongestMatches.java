package dev.sluice.diff.match;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// Looks up what stands at a place of new: the two longest matches of a chain; of those that are
/// equally long, the nearer ones.
final class LongestMatches {
  private static final int MAX_COMPARED = 96;

  private final MemorySegment old;
  private final MemorySegment neu;
  private final int minLength;

  /// Places of a chain that are looked at.
  private final long[] candidates;

  private long first;
  private long second;

  /// Matches of so many bytes and more.
  ///
  /// @param minLength 4 or more
  /// @param maxChain most places looked at for one place of new
  LongestMatches(MemorySegment old, MemorySegment neu, int minLength, int maxChain) {
    this.old = old;
    this.neu = neu;
    this.minLength = minLength;
    this.candidates = new long[maxChain];
  }

  /// Looks up new's bytes of `[at, to)`.
  ///
  /// @param chain most places that are looked at
  /// @param expected where in old they are near
  void find(SeedIndex seeds, int chain, long at, long to, long expected) {
    first = -1;
    second = -1;
    long firstLength = minLength - 1L;
    long secondLength = firstLength;
    int count = seeds.find(neu, at, chain, candidates);
    for (int i = 0; i < count; i++) {
      long position = candidates[i];
      long limit = Math.min(MAX_COMPARED, Math.min(to - at, old.byteSize() - position));
      long needed = secondLength + (isNearer(position, second, expected) ? 0 : 1);
      if (needed > limit || !endsAlike(position, at, needed)) {
        continue; // no better than the two, whatever stands before
      }
      long length = Common.prefix(old, position, neu, at, limit);
      if (isBetter(length, position, firstLength, first, expected)) {
        second = first;
        secondLength = firstLength;
        first = position;
        firstLength = length;
      } else if (isBetter(length, position, secondLength, second, expected)) {
        second = position;
        secondLength = length;
      }
    }
  }

  /// Whether the last of so many bytes agree.
  private boolean endsAlike(long position, long at, long length) {
    return old.get(JAVA_INT_UNALIGNED, position + length - Integer.BYTES)
        == neu.get(JAVA_INT_UNALIGNED, at + length - Integer.BYTES);
  }

  private static boolean isBetter(
      long length, long position, long otherLength, long other, long expected) {
    return length > otherLength || (length == otherLength && isNearer(position, other, expected));
  }

  private static boolean isNearer(long position, long other, long expected) {
    return other >= 0 && Math.abs(position - expected) < Math.abs(other - expected);
  }

  /// Where in old the longest match of the last look-up begins; -1 if there was none.
  long first() {
    return first;
  }

  /// Where in old the second longest begins; -1 if there was none.
  long second() {
    return second;
  }
}
