package dev.sluice.delta.classfile;

import java.util.Arrays;

/// Numbers in order.
final class IntList {
  private int[] values = new int[16];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int get(int index) {
    return values[index];
  }

  void set(int index, int value) {
    values[index] = value;
  }

  int last() {
    return values[size - 1];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }
}
