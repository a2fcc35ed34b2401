package dev.sluice.diff.view;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// How much of some contents stands in others too, by samples: short stretches, chosen by what they
/// hold, so that the same ones are chosen wherever they stand.
final class Likeness {
  private static final int STRETCH_BYTES = 8;
  private static final int SLOT_BITS = 18;
  private static final int USUAL_SAMPLES_LOG = 16;
  private static final int MAX_SAMPLES = 1 << (SLOT_BITS - 1);

  /// One of 32 stretches is enough for small contents.
  private static final int LEAST_RARITY_LOG = 5;

  private static final long FACTOR = 0x9e3779b97f4a7c15L;
  private static final long FACTOR_OF_LEAVING = power(FACTOR, STRETCH_BYTES);

  private final long[] samples = new long[1 << SLOT_BITS];
  private final boolean[] found = new boolean[1 << SLOT_BITS];
  private final int rarityLog;
  private int count;
  private int foundCount;

  /// Starts with nothing.
  ///
  /// @param totalBytes of the contents that will be added
  Likeness(long totalBytes) {
    int totalLog = Long.SIZE - Long.numberOfLeadingZeros(totalBytes);
    rarityLog = Math.max(LEAST_RARITY_LOG, totalLog - USUAL_SAMPLES_LOG);
  }

  private static long power(long factor, int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= factor;
    }
    return power;
  }

  /// Adds contents that are to be found.
  void add(MemorySegment contents) {
    scan(contents, this::addSample);
  }

  /// Looks for them in others.
  void lookIn(MemorySegment others) {
    scan(others, this::findSample);
  }

  /// Whether at least 1 / `part` of what was added was found; if nothing was, it was not.
  boolean isAtLeastOneIn(int part) {
    return count > 0 && (long) foundCount * part >= count;
  }

  /// Takes the hash of a sample.
  @FunctionalInterface
  private interface Samples {
    void take(long hash);
  }

  private void scan(MemorySegment contents, Samples target) {
    long hash = 0;
    for (long i = 0; i < contents.byteSize(); i++) {
      hash = hash * FACTOR + contents.get(JAVA_BYTE, i) + 1;
      if (i >= STRETCH_BYTES) {
        hash -= (contents.get(JAVA_BYTE, i - STRETCH_BYTES) + 1) * FACTOR_OF_LEAVING;
      }
      long mixed = (hash ^ hash >>> Integer.SIZE) * FACTOR;
      if (i >= STRETCH_BYTES - 1 && mixed >>> (Long.SIZE - rarityLog) == 0 && mixed != 0) {
        target.take(mixed);
      }
    }
  }

  private void addSample(long hash) {
    int slot = slot(hash);
    if (samples[slot] == 0 && count < MAX_SAMPLES) {
      samples[slot] = hash;
      count++;
    }
  }

  private void findSample(long hash) {
    int slot = slot(hash);
    if (samples[slot] == hash && !found[slot]) {
      found[slot] = true;
      foundCount++;
    }
  }

  /// Where a sample stands or would stand.
  private int slot(long hash) {
    int slot = (int) hash & (samples.length - 1);
    while (samples[slot] != 0 && samples[slot] != hash) {
      slot = (slot + 1) & (samples.length - 1);
    }
    return slot;
  }
}
