package dev.sluice.diff.match;

import java.util.Arrays;

/// The paths of an [Aligner] that are not final yet, as a tree: each step knows the one before.
final class Paths {
  /// In place of a step: none.
  static final int NONE = -1;

  private static final int FIRST_CAPACITY = 1 << 12;

  private int[] before = new int[FIRST_CAPACITY];
  private long[] start = new long[FIRST_CAPACITY];
  private long[] shift = new long[FIRST_CAPACITY];
  private int size;

  /// How many steps there are.
  int size() {
    return size;
  }

  /// Forgets all.
  void clear() {
    size = 0;
  }

  /// Adds a step.
  ///
  /// @param previous leads here, or [#NONE]
  /// @param from the place of new where it begins
  /// @param alignment of what is made from there on, or [Segments#INSERTED]
  int add(int previous, long from, long alignment) {
    if (size == before.length) {
      int capacity = size * 2;
      before = Arrays.copyOf(before, capacity);
      start = Arrays.copyOf(start, capacity);
      shift = Arrays.copyOf(shift, capacity);
    }
    before[size] = previous;
    start[size] = from;
    shift[size] = alignment;
    return size++;
  }

  /// Makes the path to a step final.
  void follow(int last, Segments segments) {
    int count = 0;
    for (int i = last; i >= 0; i = before[i]) {
      count++;
    }
    var path = new int[count];
    for (int i = last; i >= 0; i = before[i]) {
      path[--count] = i;
    }
    for (int i : path) {
      segments.begin(start[i], shift[i]);
    }
  }
}
