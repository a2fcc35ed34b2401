package dev.sluice.formats.executable;

import java.util.Arrays;

/// Reference fields in ascending order of position, kept in columns.
public final class FieldList {
  private static final int INITIAL_CAPACITY = 1024;

  private long[] positions = new long[INITIAL_CAPACITY];
  private long[] targets = new long[INITIAL_CAPACITY];
  private long[] origins = new long[INITIAL_CAPACITY];
  private long[] values = new long[INITIAL_CAPACITY];
  private Kind[] kinds = new Kind[INITIAL_CAPACITY];
  private int size;

  void clear() {
    size = 0;
  }

  void add(long position, Kind kind, long target, long origin, long value) {
    if (size == positions.length) {
      int capacity = 2 * size;
      positions = Arrays.copyOf(positions, capacity);
      targets = Arrays.copyOf(targets, capacity);
      origins = Arrays.copyOf(origins, capacity);
      values = Arrays.copyOf(values, capacity);
      kinds = Arrays.copyOf(kinds, capacity);
    }
    positions[size] = position;
    targets[size] = target;
    origins[size] = origin;
    values[size] = value;
    kinds[size] = kind;
    size++;
  }

  public int size() {
    return size;
  }

  /// Where the field stands, from the start of the executable.
  public long position(int field) {
    return positions[field];
  }

  /// The address it refers to.
  public long target(int field) {
    return targets[field];
  }

  /// The address its value counts from; 0 for an absolute one.
  long origin(int field) {
    return origins[field];
  }

  /// The bytes of the field as a number, lowest first, its sign extended.
  public long value(int field) {
    return values[field];
  }

  public Kind kind(int field) {
    return kinds[field];
  }

  /// Index of the first field at or behind `position`.
  int firstFrom(long position) {
    int index = Arrays.binarySearch(positions, 0, size, position);
    return index >= 0 ? index : -index - 1;
  }
}
