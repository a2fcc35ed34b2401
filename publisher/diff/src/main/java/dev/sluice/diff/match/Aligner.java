package dev.sluice.diff.match;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
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
  private static final int SURE_RUN = 96;
  private static final int PROBE_RUN = 20;
  private static final int PAST = 64;
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
  private static final int MAX_STEPS = 1 << 20;

  private final MemorySegment old;
  private final MemorySegment neu;
  private final long oldLength;
  private final SeedIndex shortSeeds;
  private final SeedIndex longSeeds;
  private final Costs costs;
  private final Search search;
  private final LongestMatches matches;
  private final Segments segments;
  private final LongConsumer progress;

  private final long[] shifts = new long[STATES];
  private final int[] cost = new int[STATES];
  private final int[] lastStep = new int[STATES];
  private final boolean[] wasEqual = new boolean[STATES];

  /// For each state whether the last 64 bytes were equal, the last one in the lowest bit.
  private final long[] equals = new long[STATES];

  private final long[] equalUntil = new long[STATES];
  private int states;

  private final Paths paths = new Paths();

  /// The best path to each of the last bytes.
  private final long[] pastCost = new long[PAST];

  private final int[] pastStep = new int[PAST];

  private final LookPace pace = new LookPace();
  private long at;
  private long startedAt;
  private long spent;

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
    this.progress = progress;
    this.matches =
        new LongestMatches(
            old, neu, costs.minSeed(), Math.max(search.shortChain(), search.longChain()));
    this.segments = new Segments(script);
  }

  /// Aligns new's bytes of `[from, to)` and adds the edits that make them. Begins where they would
  /// stand: both versions of a file are alike in length.
  void align(long from, long to) {
    at = from;
    pace.found(from);
    segments.startAt(from);
    restart();
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
      if (paths.size() >= MAX_STEPS) {
        commit(best);
        restart();
        best = best();
      }
      if (best != INSERTING && Long.bitCount(equals[best]) >= WORTH) {
        pace.found(at);
      }
      pastCost[(int) at & (PAST - 1)] = spent + cost[best];
      pastStep[(int) at & (PAST - 1)] = lastStep[best];
      suggest(best, to);
      step();
      at++;
      prune();
    }
    progress.accept(to - reported);
    commit(best());
    segments.endAt(to);
  }

  private void restart() {
    startedAt = at;
    paths.clear();
    states = 1;
    shifts[INSERTING] = Segments.INSERTED;
    cost[INSERTING] = costs.insertStart();
    lastStep[INSERTING] = paths.add(Paths.NONE, at, Segments.INSERTED);
    enter(segments.shift(), 0, Paths.NONE, at);
  }

  private void restartIn(long run) {
    startedAt = at;
    paths.clear();
    states = 1;
    cost[INSERTING] = FAR;
    lastStep[INSERTING] = Paths.NONE;
    enter(segments.shift(), 0, Paths.NONE, at);
    wasEqual[1] = run > 0;
    equals[1] = -1L;
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
    for (long shift : segments.recent()) {
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

  private void look(SeedIndex seeds, int chain, long to) {
    matches.find(seeds, chain, at, to, at + segments.shift());
    propose(matches.first());
    propose(matches.second());
  }

  private void propose(long match) {
    if (match >= 0) {
      propose(match - at, changeTo(match - at));
    }
  }

  private int changeTo(long shift) {
    long jump = Math.abs(shift - segments.shift());
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
          lastStep[i] = paths.add(pastStep[past], at - back, shift);
          wasEqual[i] = true;
        }
        return;
      }
    }
    enter(shift, (int) entered, pastStep[past], at - back);
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
    lastStep[state] = paths.add(before, start, shift);
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
      lastStep[INSERTING] = paths.add(lastStep[best], at, Segments.INSERTED);
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
        lastStep[kept] = lastStep[i];
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
    paths.follow(lastStep[state], segments);
  }
}
