package dev.sluice.patch.inplace;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;

/// Which blocks of the base are saved, and in which slots.
///
/// The first pass goes through the same turns as the second without saving anything, and so knows
/// how many slots there will be.
final class Ledger {
  static final long NEVER = -1;

  private static final int NOWHERE = -1;

  private final long[] lastUses;
  private final int[] slots;
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Queue<Integer> saved;
  private int slotCount;

  /// @param lastUses for each block, bytes of the result made when it is read last, or [#NEVER]
  Ledger(long[] lastUses) {
    this.lastUses = lastUses;
    this.slots = new int[lastUses.length];
    Arrays.fill(slots, NOWHERE);
    this.saved = new PriorityQueue<>(Comparator.comparingLong(this::lastUse));
  }

  private long lastUse(int block) {
    return lastUses[block];
  }

  /// Slots that were ever taken at a time.
  int slotCount() {
    return slotCount;
  }

  boolean isSaved(int block) {
    return block < slots.length && slots[block] != NOWHERE;
  }

  int slot(int block) {
    return slots[block];
  }

  /// Whether a block has to be saved before it is overwritten.
  ///
  /// @param checkpoint bytes of the result from which applying would go on
  boolean isNeeded(int block, long checkpoint) {
    return block < lastUses.length && lastUses[block] >= checkpoint;
  }

  /// Finds a slot for a block.
  int save(int block) {
    int slot = free.isEmpty() ? slotCount : free.pop();
    put(block, slot);
    return slot;
  }

  /// Notes that a slot holds a block.
  void put(int block, int slot) {
    slots[block] = slot;
    saved.add(block);
    slotCount = Math.max(slotCount, slot + 1);
  }

  /// Notes that a slot holds nothing of use.
  void release(int slot) {
    free.add(slot);
    slotCount = Math.max(slotCount, slot + 1);
  }

  /// Frees the slots of blocks that nobody will read any more.
  ///
  /// @param checkpoint bytes of the result from which applying would go on, durably so
  void dropBefore(long checkpoint) {
    while (!saved.isEmpty() && lastUses[saved.peek()] < checkpoint) {
      int block = saved.remove();
      free.push(slots[block]);
      slots[block] = NOWHERE;
    }
  }
}
