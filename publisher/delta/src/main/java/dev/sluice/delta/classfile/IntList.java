package dev.sluice.delta.classfile;

import dev.sluice.delta.wire.MalformedPatchException;
import java.util.Arrays;

/// Numbers in order.
final class IntList {
  private static final int INITIAL_CAPACITY = 16;

  private final Allowance allowance;
  private int[] values = new int[INITIAL_CAPACITY];
  private int size;

  /// @param allowance pays for growth
  IntList(Allowance allowance) {
    this.allowance = allowance;
  }

  void add(int value) throws MalformedPatchException {
    if (size == values.length) {
      allowance.take(2L * Integer.BYTES * size);
      values = Arrays.copyOf(values, 2 * size);
      allowance.give((long) Integer.BYTES * size);
    }
    values[size++] = value;
  }

  int get(int index) {
    return values[index];
  }

  void set(int index, int value) {
    values[index] = value;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }
}
