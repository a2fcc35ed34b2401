package dev.sluice.formats.lz4;

import java.util.Arrays;

/// Searches earlier places for the longest match, as liblz4's high compression does.
///
/// For each hash of four bytes there is a chain of places, latest first. A search follows one for
/// a limited number of steps; what it finds depends on the order and the number of these steps, so
/// every rule below is liblz4's (`LZ4HC_InsertAndGetWiderMatch` in lz4hc.c, the same since 1.9.0),
/// without its dictionaries.
final class MatchFinder {
  private static final int HASH_BITS = 15;
  private static final int HASH_FACTOR = 0x9e3779b1;
  private static final int NO_PLACE = -(1 << 16);
  private static final int CHAIN_MASK = 0xffff;
  private static final int SWAP_TRIGGER = 4;
  private static final int UNKNOWN = -1;
  private static final int NO_RUN = 0;

  /// How a search goes.
  ///
  /// @param maxSteps places looked at for each search
  /// @param leapsInRuns whether runs of one byte are jumped over
  /// @param changesChains whether the chain of a later position is followed where it is sparser
  record Effort(int maxSteps, boolean leapsInRuns, boolean changesChains) {}

  private final Effort effort;
  private final Contents contents;
  private final int[] latest = new int[1 << HASH_BITS];
  private final char[] distances = new char[CHAIN_MASK + 1];

  private int inserted;
  private int limit;

  private int start;
  private int distance;

  private int longest;
  private int lowest;
  private int pattern;
  private int runLength;
  private int chainShift;

  MatchFinder(Effort effort, Contents contents) {
    this.effort = effort;
    this.contents = contents;
  }

  /// Forgets all places: a new block begins. Matches end before `limit`.
  void begin(int newLimit) {
    limit = newLimit;
    inserted = 0;
    start = 0;
    distance = 0;
    Arrays.fill(latest, NO_PLACE);
    Arrays.fill(distances, '\0');
  }

  /// Where the last match that was found starts.
  int start() {
    return start;
  }

  /// How far before its start its source is.
  int distance() {
    return distance;
  }

  /// Looks for a match that contains `position`, starts at `low` or later, and is longer than
  /// `shortest`.
  ///
  /// @return its length; `shortest` if there is none
  int find(int position, int low, int shortest) {
    insertUpTo(position);
    lowest = Math.max(0, position - Lz4Format.MAX_DISTANCE);
    pattern = contents.intAt(position);
    runLength = UNKNOWN;
    chainShift = 0;
    longest = shortest;
    walk(position, low, latest[hash(pattern)]);
    return longest;
  }

  /// Nearly all places on a chain differ in the bytes that would make a match longer, so that the
  /// walk itself looks at those and at nothing else.
  private void walk(int position, int low, int first) {
    final byte[] bytes = contents.bytes();
    final char[] chain = distances;
    final int until = lowest;
    final boolean leaps = effort.leapsInRuns;
    int place = first;
    int steps = effort.maxSteps;
    while (place >= until && steps > 0) {
      final int last = longest - 1;
      final int ahead = last - (position - low);
      final short wanted = Contents.shortAt(bytes, low + last);
      final boolean isOwnChain = chainShift == 0;
      int step = chain[place & CHAIN_MASK];
      while (isOwnChain
          && (step != 1 || !leaps)
          && Contents.shortAt(bytes, place + ahead) != wanted) {
        place -= step;
        steps--;
        if (place < until || steps == 0) {
          return;
        }
        step = chain[place & CHAIN_MASK];
      }
      boolean isLonger = Contents.shortAt(bytes, place + ahead) == wanted;
      place = step(position, low, place, isLonger ? compare(position, low, place) : 0);
      steps--;
    }
  }

  /// Says which place comes next behind `place`, which matches in `length` bytes.
  private int step(int position, int low, int place, int length) {
    if (effort.changesChains && length == longest && place + longest <= position) {
      int step = changeChain(place);
      if (step > 1) {
        return place - step;
      }
    }
    int step = distances[place & CHAIN_MASK];
    if (chainShift != 0) {
      return place - distances[(place + chainShift) & CHAIN_MASK];
    }
    if (effort.leapsInRuns && step == 1 && isInRun(position, place - 1)) {
      return leap(position, place - 1, position == low);
    }
    return place - step;
  }

  /// How long a match at `place` would be; 0 if the bytes at `position` are others.
  private int compare(int position, int low, int place) {
    if (contents.intAt(place) != pattern) {
      return 0;
    }
    int lookBack = position - low;
    int back = lookBack == 0 ? 0 : back(position, place, lookBack);
    int length = back + lengthAt(position, place);
    if (length > longest) {
      longest = length;
      start = position - back;
      distance = position - place;
    }
    return length;
  }

  /// Jumps within a run of one byte, so that as much of it lies behind as at `position`, or else to
  /// its beginning.
  private int leap(int position, int place, boolean isFixed) {
    int before = contents.runBefore(place, pattern, lowest);
    int after = lengthOfRun(place);
    if (before + after >= runLength && after <= runLength) {
      return place + after - runLength;
    }
    int first = place - before;
    if (!isFixed) {
      return first;
    }
    int length = Math.min(before + after, runLength);
    if (longest < length) {
      longest = length;
      start = position;
      distance = position - first;
    }
    return first - distances[first & CHAIN_MASK];
  }

  private int lengthAt(int position, int place) {
    int behind = Lz4Format.MIN_MATCH;
    return behind + contents.common(position + behind, place + behind, limit);
  }

  private int back(int position, int place, int lookBack) {
    return contents.commonBefore(position, place, Math.min(lookBack, place));
  }

  private void insertUpTo(int end) {
    for (int position = inserted; position < end; position++) {
      int hash = hash(contents.intAt(position));
      distances[position & CHAIN_MASK] =
          (char) Math.min(position - latest[hash], Lz4Format.MAX_DISTANCE);
      latest[hash] = position;
    }
    inserted = end;
  }

  private static int hash(int fourBytes) {
    return (fourBytes * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
  }

  /// Chooses the position within the match whose chain has the longest next step.
  ///
  /// @return that step, 1 if none is longer
  private int changeChain(int place) {
    int longestStep = 1;
    int end = longest - Lz4Format.MIN_MATCH + 1;
    int acceleration = 1 << SWAP_TRIGGER;
    int stride = 1;
    for (int shift = 0; shift < end; shift += stride) {
      int step = distances[(place + shift) & CHAIN_MASK];
      stride = acceleration >> SWAP_TRIGGER;
      acceleration++;
      if (step > longestStep) {
        longestStep = step;
        chainShift = shift;
        acceleration = 1 << SWAP_TRIGGER;
      }
    }
    return longestStep;
  }

  /// Whether `position` starts a run of one byte, and `place` lies in one of the same byte.
  private boolean isInRun(int position, int place) {
    if (runLength == UNKNOWN) {
      boolean isRun = pattern == Integer.rotateLeft(pattern, Byte.SIZE);
      runLength = isRun ? lengthOfRun(position) : NO_RUN;
    }
    return runLength != NO_RUN && place >= lowest && contents.intAt(place) == pattern;
  }

  private int lengthOfRun(int position) {
    int behind = Lz4Format.MIN_MATCH;
    return behind + contents.run(position + behind, pattern, limit);
  }
}
