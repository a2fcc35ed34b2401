package dev.sluice.diff.deflate.search;

/// Tokens and marks that were read ahead of the predictor.
final class TokenQueue {
  /// A block begins.
  static final int BLOCK = -1;

  /// A block ends.
  static final int END = -2;

  /// An empty stored block.
  static final int SYNC = -3;

  /// An empty fixed block.
  static final int PARTIAL = -4;

  /// What [#peek] returns when there is nothing.
  static final int EMPTY = -5;

  private static final int CAPACITY = 1 << 15;

  private final int[] entries = new int[CAPACITY];
  private int from;
  private int to;

  /// Whether another entry has room.
  boolean hasRoom() {
    return to - from < CAPACITY;
  }

  void add(int entry) {
    entries[to++ & (CAPACITY - 1)] = entry;
  }

  int peek() {
    return from == to ? EMPTY : entries[from & (CAPACITY - 1)];
  }

  void skip(int count) {
    from += count;
  }
}
