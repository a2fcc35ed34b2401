package dev.sluice.diff.match;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.LongConsumer;

/// Finds the cheapest way to make new out of old: the path through alignments and insertions with
/// the least estimated number of bits.
///
/// An *alignment* is a difference of positions, old minus new. At each byte of new the path is in
/// one of a few alignments, where an unequal byte costs a correction, or inserts the byte; changing
/// costs too. Alignments are suggested by equal seeds and by those that the path used lately. A
/// Viterbi search (Andrew Viterbi, 1967) keeps for each state the cheapest path that ends in it;
/// whatever is dearer than the best path plus a change is dropped. Where one alignment agrees for
/// long, the search takes it and starts anew behind.
final class Aligner {
  private static final int STATES = 24;
  private static final int INSERTING = 0;
  private static final int RECENT = 6;
  private static final int SURE_RUN = 96;
  private static final int PROBE_RUN = 20;
  private static final int PAST = 64;
  private static final int MAX_COMPARED = 96;
  private static final int MEAN_JUMP_BITS = 20;

  /// A path is in good order when so many of the last 32 bytes were equal; looking around for
  /// others is then done less often.
  private static final int GOOD = 27;

  /// With fewer equal bytes of the last 64 an alignment may be there by chance.
  private static final int WORTH = 32;

  private static final int GOOD_STRIDE = 4;
  private static final long PROGRESS_BYTES = 1 << 17;
  private static final int FAR = Integer.MAX_VALUE / 2;

  /// What paths took so many steps is final: an unlike GiB would fill the heap with them.
  private static final int MAX_NODES = 1 << 20;

  private final MemorySegment old;
  private final MemorySegment neu;
  private final long oldLength;
  private final SeedIndex shortSeeds;
  private final SeedIndex longSeeds;
  private final Costs costs;
  private final Search search;
  private final EditScript script;
  private final LongConsumer progress;

  private final long[] shifts = new long[STATES];
  private final int[] cost = new int[STATES];
  private final int[] node = new int[STATES];
  private final boolean[] wasEqual = new boolean[STATES];

  /// For each state whether the last 64 bytes were equal, the last one in the lowest bit.
  private final long[] equals = new long[STATES];

  private final long[] equalUntil = new long[STATES];
  private int states;

  private int[] nodeBefore = new int[1 << 12];
  private long[] nodeStart = new long[1 << 12];
  private long[] nodeShift = new long[1 << 12];
  private int nodes;

  /// The best path to each of the last bytes.
  private final long[] pastCost = new long[PAST];

  private final int[] pastNode = new int[PAST];

  private final long[] recent = new long[RECENT];

  /// Places of a chain that are looked at.
  private final long[] candidates;

  private final LookPace pace = new LookPace();
  private long at;
  private long startedAt;
  private long spent;

  private boolean isCopying;
  private long segmentStart;
  private long segmentShift;
  private long pendingCopyStart;
  private long pendingCopyLength;
  private long pendingInsertLength;

  /// Marks the node of an insertion.
  private static final long NO_SHIFT = Long.MIN_VALUE;

  Aligner(
      MemorySegment old,
      MemorySegment neu,
      SeedIndex shortSeeds,
      SeedIndex longSeeds,
      Costs costs,
      Search search,
      EditScript script,
      LongConsumer progress) {
    this.old = old;
    this.neu = neu;
    this.oldLength = old.byteSize();
    this.shortSeeds = shortSeeds;
    this.longSeeds = longSeeds;
    this.costs = costs;
    this.search = search;
    this.script = script;
    this.progress = progress;
    this.candidates = new long[Math.max(search.shortChain(), search.longChain())];
  }

  /// Aligns new's bytes of `[from, to)` and adds the edits that make them.
  ///
  /// @param shift the alignment to begin with
  void align(long from, long to, long shift) {
    at = from;
    pace.found(from);
    segmentStart = from;
    isCopying = false;
    Arrays.fill(recent, shift);
    restart(shift);
    long reported = from;
    while (at < to) {
      if (at - reported >= PROGRESS_BYTES) {
        progress.accept(at - reported);
        reported = at;
      }
      int best = best();
      long run = run(best, to);
      if (run >= SURE_RUN || (at + run == to && run > 0)) {
        commit(best);
        at += run;
        restartIn(run);
        continue;
      }
      if (nodes >= MAX_NODES) {
        commit(best);
        restart(segmentShift);
        best = best();
      }
      if (best != INSERTING && Long.bitCount(equals[best]) >= WORTH) {
        pace.found(at);
      }
      pastCost[(int) at & (PAST - 1)] = spent + cost[best];
      pastNode[(int) at & (PAST - 1)] = node[best];
      suggest(best, to);
      step();
      at++;
      prune();
    }
    progress.accept(to - reported);
    commit(best());
    endSegment(to);
    flush();
  }

  private void restart(long shift) {
    startedAt = at;
    nodes = 0;
    states = 1;
    shifts[INSERTING] = NO_SHIFT;
    cost[INSERTING] = costs.insertStart();
    node[INSERTING] = newNode(-1, at, NO_SHIFT);
    enter(shift, 0, -1, at);
  }

  private void restartIn(long run) {
    startedAt = at;
    nodes = 0;
    states = 1;
    cost[INSERTING] = FAR;
    node[INSERTING] = -1;
    enter(segmentShift, 0, -1, at);
    wasEqual[1] = run > 0;
    equals[1] = -1L;
  }

  private int newNode(int before, long start, long shift) {
    if (nodes == nodeBefore.length) {
      int capacity = nodes * 2;
      nodeBefore = Arrays.copyOf(nodeBefore, capacity);
      nodeStart = Arrays.copyOf(nodeStart, capacity);
      nodeShift = Arrays.copyOf(nodeShift, capacity);
    }
    nodeBefore[nodes] = before;
    nodeStart[nodes] = start;
    nodeShift[nodes] = shift;
    return nodes++;
  }

  private int best() {
    int best = 0;
    for (int i = 1; i < states; i++) {
      if (cost[i] < cost[best]) {
        best = i;
      }
    }
    return best;
  }

  private long run(int state, long to) {
    if (state == INSERTING) {
      return 0;
    }
    if (equalUntil[state] - at >= SURE_RUN) {
      return Math.min(equalUntil[state], to) - at;
    }
    if (equalUntil[state] > at) {
      return 0;
    }
    long position = at + shifts[state];
    long limit = Math.min(to - at, oldLength - position);
    if (position < 0 || limit <= 0) {
      return 0;
    }
    long run = Common.prefix(old, position, neu, at, limit);
    equalUntil[state] = at + run;
    return run;
  }

  /// Adds the alignments that may lead on from here.
  private void suggest(int best, long to) {
    long known = at;
    for (int i = 1; i < states; i++) {
      known = Math.max(known, equalUntil[i]);
    }
    if (known - at >= PROBE_RUN) {
      return;
    }
    for (long shift : recent) {
      long position = at + shift;
      if (position >= 0
          && position + Integer.BYTES <= oldLength
          && at + Integer.BYTES <= to
          && old.get(JAVA_INT_UNALIGNED, position) == neu.get(JAVA_INT_UNALIGNED, at)) {
        propose(shift, costs.back());
      }
    }
    boolean isGood = best != INSERTING && Long.bitCount(equals[best] & 0xffff_ffffL) >= GOOD;
    if (isGood ? at % GOOD_STRIDE != 0 : !pace.isDue(at)) {
      return;
    }
    if (at + longSeeds.lookupBytes() <= to) {
      look(longSeeds, search.longChain(), to);
    }
    if (!isGood && at + shortSeeds.lookupBytes() <= to) {
      look(shortSeeds, search.shortChain(), to);
    }
  }

  /// Proposes the two longest matches of a chain; of those that are equally long, the nearer ones.
  private void look(SeedIndex seeds, int chain, long to) {
    long expected = at + segmentShift;
    long first = -1;
    long second = -1;
    long firstLength = costs.minSeed() - 1L;
    long secondLength = firstLength;
    int count = seeds.find(neu, at, chain, candidates);
    for (int i = 0; i < count; i++) {
      long position = candidates[i];
      long limit = Math.min(MAX_COMPARED, Math.min(to - at, oldLength - position));
      long needed = secondLength + (isNearer(position, second, expected) ? 0 : 1);
      if (needed > limit || !endsAlike(position, needed)) {
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
    if (first >= 0) {
      propose(first - at, changeTo(first - at));
    }
    if (second >= 0) {
      propose(second - at, changeTo(second - at));
    }
  }

  /// Whether the last of so many bytes agree.
  private boolean endsAlike(long position, long length) {
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

  private int changeTo(long shift) {
    long jump = Math.abs(shift - segmentShift);
    return costs.change() + costs.changeBit() * (Long.SIZE - Long.numberOfLeadingZeros(jump));
  }

  /// Lets the best path lead into an alignment, from as far back as it agrees.
  private void propose(long shift, int change) {
    long back = 0;
    long limit = Math.min(Math.min(at - startedAt, PAST - 1), at + shift);
    while (back < limit
        && old.get(JAVA_BYTE, at + shift - back - 1) == neu.get(JAVA_BYTE, at - back - 1)) {
      back++;
    }
    int past = (int) (at - back) & (PAST - 1);
    long entered = pastCost[past] + change - spent;
    if (entered >= FAR) {
      return;
    }
    for (int i = 1; i < states; i++) {
      if (shifts[i] == shift) {
        if (entered < cost[i]) {
          cost[i] = (int) entered;
          node[i] = newNode(pastNode[past], at - back, shift);
          wasEqual[i] = true;
        }
        return;
      }
    }
    enter(shift, (int) entered, pastNode[past], at - back);
  }

  private void enter(long shift, int entered, int before, long start) {
    int state = states;
    if (states == STATES) {
      state = worst();
      if (cost[state] <= entered) {
        return;
      }
    } else {
      states++;
    }
    shifts[state] = shift;
    cost[state] = entered;
    node[state] = newNode(before, start, shift);
    wasEqual[state] = true;
    equals[state] = 0;
    equalUntil[state] = at;
  }

  private int worst() {
    int worst = 1;
    for (int i = 2; i < states; i++) {
      if (cost[i] > cost[worst]) {
        worst = i;
      }
    }
    return worst;
  }

  /// Lets every state make the byte at hand.
  private void step() {
    int best = best();
    int insert = cost[INSERTING];
    int started = cost[best] + costs.insertStart();
    if (started < insert) {
      insert = started;
      node[INSERTING] = newNode(node[best], at, NO_SHIFT);
    }
    cost[INSERTING] = insert + costs.insertByte();
    byte wanted = neu.get(JAVA_BYTE, at);
    for (int i = 1; i < states; i++) {
      long position = at + shifts[i];
      if (position < 0 || position >= oldLength) {
        cost[i] = FAR;
        continue;
      }
      boolean isEqual = old.get(JAVA_BYTE, position) == wanted;
      if (!isEqual) {
        cost[i] += wasEqual[i] ? costs.firstCorrection() : costs.nextCorrection();
      } else if (!wasEqual[i]) {
        cost[i] += costs.equalAgain();
      }
      wasEqual[i] = isEqual;
      equals[i] = equals[i] << 1 | (isEqual ? 1 : 0);
    }
  }

  private void prune() {
    int best = best();
    int least = cost[best];
    int limit = least + costs.change() + costs.changeBit() * MEAN_JUMP_BITS;
    int kept = 1;
    for (int i = 1; i < states; i++) {
      if (cost[i] <= limit) {
        shifts[kept] = shifts[i];
        cost[kept] = cost[i] - least;
        node[kept] = node[i];
        wasEqual[kept] = wasEqual[i];
        equals[kept] = equals[i];
        equalUntil[kept] = equalUntil[i];
        kept++;
      }
    }
    states = kept;
    spent += least;
    cost[INSERTING] = Math.min(cost[INSERTING] - least, FAR);
  }

  /// Makes the path to a state final and goes on from it alone.
  private void commit(int state) {
    int count = 0;
    for (int i = node[state]; i >= 0; i = nodeBefore[i]) {
      count++;
    }
    var path = new int[count];
    for (int i = node[state]; i >= 0; i = nodeBefore[i]) {
      path[--count] = i;
    }
    for (int i : path) {
      begin(nodeStart[i], nodeShift[i]);
    }
  }

  private void begin(long start, long shift) {
    boolean isCopy = shift != NO_SHIFT;
    if (start == segmentStart) {
      isCopying = isCopy;
      segmentShift = isCopy ? shift : segmentShift;
      remember();
      return;
    }
    if (isCopy == isCopying && (!isCopy || shift == segmentShift)) {
      return;
    }
    endSegment(start);
    segmentStart = start;
    isCopying = isCopy;
    segmentShift = isCopy ? shift : segmentShift;
    remember();
  }

  private void remember() {
    if (!isCopying || recent[0] == segmentShift) {
      return;
    }
    int from = 0;
    while (from < RECENT - 1 && recent[from] != segmentShift) {
      from++;
    }
    System.arraycopy(recent, 0, recent, 1, from);
    recent[0] = segmentShift;
  }

  private void endSegment(long end) {
    long length = end - segmentStart;
    if (!isCopying) {
      pendingInsertLength += length;
      return;
    }
    if (length > 0) {
      flush();
      pendingCopyStart = segmentStart + segmentShift;
      pendingCopyLength = length;
    }
  }

  private void flush() {
    script.add(pendingCopyStart, pendingCopyLength, pendingInsertLength);
    pendingCopyStart = 0;
    pendingCopyLength = 0;
    pendingInsertLength = 0;
  }
}
