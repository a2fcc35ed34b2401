package dev.sluice.diff.match;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Where in old a few bytes of new stand: a hash table of chains over old's positions.
///
/// Positions within a run of one byte are left out but for the first ones. A chain leads from the
/// last position to the first. A link is the number of an entry, from 1, below as many bits of its
/// hash as there is room for.
final class SeedIndex {
  private static final int MIN_HEAD_BITS = 12;
  private static final int MAX_HEAD_BITS = 26;
  private static final long ENTRIES_PER_HEAD = 4;
  private static final long PRIME = 0x9e3779b97f4a7c15L;
  private static final long OTHER_PRIME = 0xc2b2ae3d27d4eb4fL;

  private final MemorySegment old;
  private final int seedBytes;
  private final int stepShift;
  private final int headShift;
  private final MemorySegment heads;
  private final MemorySegment links;
  private final OldBlocks blocks;
  private final int entryBits;
  private final int entryMask;
  private final int tagBits;
  private final long mask;

  /// Indexes blocks of old.
  ///
  /// @param seedBytes bytes that have to agree: 5 to 8, or 16 to 32
  /// @param stepShift binary logarithm of the distance of indexed positions
  SeedIndex(MemorySegment old, OldBlocks blocks, int seedBytes, int stepShift, Arena arena) {
    this.old = old;
    this.blocks = blocks;
    this.seedBytes = seedBytes;
    this.stepShift = stepShift;
    this.mask = seedBytes >= Long.BYTES ? -1L : (1L << (Byte.SIZE * seedBytes)) - 1;
    long entries = blocks.bytes() >>> stepShift;
    int headBits = Long.SIZE - Long.numberOfLeadingZeros(entries / ENTRIES_PER_HEAD);
    this.headShift = Long.SIZE - Math.clamp(headBits, MIN_HEAD_BITS, MAX_HEAD_BITS);
    this.entryBits = Long.SIZE - Long.numberOfLeadingZeros(entries);
    this.entryMask = (1 << entryBits) - 1;
    this.tagBits = Integer.SIZE - entryBits;
    this.heads = arena.allocate(JAVA_INT, 1L << (Long.SIZE - headShift));
    this.links = arena.allocate(JAVA_INT, Math.max(1, entries));
    fill(entries);
  }

  /// Memory that an index takes for so many bytes, about, in bytes.
  static long memoryBytes(long indexedBytes, int stepShift) {
    long entries = indexedBytes >>> stepShift;
    return Integer.BYTES * entries + Integer.BYTES * Math.min(entries, 1L << MAX_HEAD_BITS);
  }

  private void fill(long entries) {
    long last = old.byteSize() - lookupBytes();
    long run = 0;
    for (long entry = 0; entry < entries; entry++) {
      long at = blocks.position(entry << stepShift);
      if (at > last) {
        return;
      }
      long word = old.get(JAVA_LONG_UNALIGNED, at);
      run = word == Long.rotateLeft(word, Byte.SIZE) ? run + 1 : 0;
      if (run > 2) {
        continue;
      }
      long hash = hash(old, at, word);
      long head = hash >>> headShift;
      links.setAtIndex(JAVA_INT, entry, heads.getAtIndex(JAVA_INT, head));
      heads.setAtIndex(JAVA_INT, head, tag(hash) | ((int) entry + 1));
    }
  }

  private long hash(MemorySegment bytes, long at, long word) {
    long hash = (word & mask) * PRIME;
    for (int done = Long.BYTES; done < seedBytes; done += Long.BYTES) {
      hash = (hash ^ hash >>> 29 ^ bytes.get(JAVA_LONG_UNALIGNED, at + done)) * OTHER_PRIME;
    }
    return hash;
  }

  /// Bits of a hash that do not choose the chain, in the place where a link has them.
  private int tag(long hash) {
    return (int) (hash << (Long.SIZE - headShift) >>> (Long.SIZE - tagBits) << entryBits);
  }

  /// Bytes that must follow a place that is looked up.
  int lookupBytes() {
    return Math.max(seedBytes, Long.BYTES);
  }

  /// Finds places in old that begin with the same four bytes and probably with the same seed, the
  /// last ones first.
  ///
  /// Each is a place in memory that no cache knows. What tells that it holds another seed comes
  /// with the link to it, and the others are read one after the other with no decision between: so
  /// most waits are spared, and the rest fall together.
  ///
  /// @param at at least [#lookupBytes] must follow
  /// @param chain most entries that are looked at
  /// @param places receives them; has room for `chain`
  /// @return how many there are
  int find(MemorySegment bytes, long at, int chain, long[] places) {
    long hash = hash(bytes, at, bytes.get(JAVA_LONG_UNALIGNED, at));
    int tag = tag(hash);
    int tagged = 0;
    int link = heads.getAtIndex(JAVA_INT, hash >>> headShift);
    for (int i = 0; i < chain && link != 0; i++) {
      int entry = (link & entryMask) - 1;
      if ((link & ~entryMask) == tag) {
        places[tagged++] = blocks.position((long) entry << stepShift);
      }
      link = links.getAtIndex(JAVA_INT, entry);
    }
    int wanted = bytes.get(JAVA_INT_UNALIGNED, at);
    int found = 0;
    for (int i = 0; i < tagged; i++) {
      long place = places[i];
      places[found] = place;
      found += old.get(JAVA_INT_UNALIGNED, place) == wanted ? 1 : 0;
    }
    return found;
  }
}
