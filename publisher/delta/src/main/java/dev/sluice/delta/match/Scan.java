package dev.sluice.delta.match;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// One pass over new that finds approximate matches, as bsdiff does.
///
/// Colin Percival, "Naive differences of executable code" (2003): an exact match that is longer by
/// more than a few bytes than what the current alignment yields starts a new alignment; the old one
/// is then extended forward and the new one backward as long as half of the bytes agree, and an
/// overlap of both is cut where that keeps most agreeing bytes.
final class Scan {
  /// A stretch that agrees for this long under the current alignment is taken without a search.
  private static final long MIN_RUN = 32;

  private static final long MAX_RUN = 1 << 20;

  private final MemorySegment old;
  private final MemorySegment neu;
  private final EditScript script;
  private final long oldLength;
  private final long minGain;

  private long at;
  private long matchLength;
  private long matchPosition;
  private long agreeing;

  private long alignedFrom;
  private long alignedPosition;
  private long shift;

  Scan(MemorySegment old, MemorySegment neu, EditScript script, long minGain) {
    this.old = old;
    this.neu = neu;
    this.script = script;
    this.minGain = minGain;
    this.oldLength = old.byteSize();
  }

  MemorySegment old() {
    return old;
  }

  MemorySegment neu() {
    return neu;
  }

  /// Where in old the next new byte stands if the last alignment goes on.
  long expectedPosition() {
    return Math.clamp(at + shift, 0, oldLength);
  }

  /// Writes edits for all new bytes before `end`.
  ///
  /// @param index of a window of old
  /// @param windowStart where in old the window starts
  void advanceTo(long end, SuffixIndex index, long windowStart) {
    matchLength = 0;
    while (at < end) {
      findNext(end, index, windowStart);
      if (matchLength != agreeing || at == end) {
        settle(end);
      }
    }
  }

  private void findNext(long end, SuffixIndex index, long windowStart) {
    at += matchLength;
    agreeing = 0;
    matchLength = 0;
    long counted = at;
    while (at < end) {
      long run = run(end);
      if (run >= MIN_RUN) {
        at += run;
        counted = at;
        agreeing = 0;
        continue;
      }
      matchLength = index.findLongest(neu, at, end);
      matchPosition = windowStart + index.position();
      for (; counted < at + matchLength; counted++) {
        agreeing += isAgreeing(counted) ? 1 : 0;
      }
      if ((matchLength == agreeing && matchLength != 0) || matchLength > agreeing + minGain) {
        return;
      }
      agreeing -= at < counted && isAgreeing(at) ? 1 : 0;
      at++;
      counted = Math.max(counted, at);
    }
    matchLength = 0;
    agreeing = 0;
  }

  private long run(long end) {
    long position = at + shift;
    if (position < 0 || position >= oldLength) {
      return 0;
    }
    long limit = Math.min(MAX_RUN, Math.min(end - at, oldLength - position));
    return Common.prefix(old, position, neu, at, limit);
  }

  private boolean isAgreeing(long newAt) {
    long position = newAt + shift;
    return position >= 0
        && position < oldLength
        && old.get(JAVA_BYTE, position) == neu.get(JAVA_BYTE, newAt);
  }

  /// Ends the current alignment and begins the one that was found, or none at the end.
  private void settle(long end) {
    long forward = extendForward();
    long backward = at < end ? extendBackward() : 0;
    long overlap = alignedFrom + forward - (at - backward);
    if (overlap > 0) {
      long kept = cut(forward, backward, overlap);
      forward += kept - overlap;
      backward -= kept;
    }
    script.add(alignedPosition, forward, at - backward - (alignedFrom + forward));
    if (at < end) {
      shift = matchPosition - at;
    }
    alignedFrom = at - backward;
    alignedPosition = Math.clamp(alignedFrom + shift, 0, oldLength);
  }

  private long extendForward() {
    long limit = Math.min(at - alignedFrom, oldLength - alignedPosition);
    long score = 0;
    long best = 0;
    long bestLength = 0;
    for (long i = 0; i < limit; i++) {
      boolean isEqual =
          old.get(JAVA_BYTE, alignedPosition + i) == neu.get(JAVA_BYTE, alignedFrom + i);
      score += isEqual ? 1 : -1;
      if (score > best) {
        best = score;
        bestLength = i + 1;
      }
    }
    return bestLength;
  }

  private long extendBackward() {
    long limit = Math.min(at - alignedFrom, matchPosition);
    long score = 0;
    long best = 0;
    long bestLength = 0;
    for (long i = 1; i <= limit; i++) {
      score += old.get(JAVA_BYTE, matchPosition - i) == neu.get(JAVA_BYTE, at - i) ? 1 : -1;
      if (score > best) {
        best = score;
        bestLength = i;
      }
    }
    return bestLength;
  }

  /// How much of the overlap stays with the ending alignment.
  private long cut(long forward, long backward, long overlap) {
    long score = 0;
    long best = 0;
    long kept = 0;
    for (long i = 0; i < overlap; i++) {
      long newAt = at - backward + i;
      byte wanted = neu.get(JAVA_BYTE, newAt);
      long ending = alignedPosition + forward - overlap + i;
      score += wanted == old.get(JAVA_BYTE, ending) ? 1 : 0;
      score -= wanted == old.get(JAVA_BYTE, matchPosition - backward + i) ? 1 : 0;
      if (score > best) {
        best = score;
        kept = i + 1;
      }
    }
    return kept;
  }
}
