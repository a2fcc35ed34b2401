package dev.sluice.formats.classfile.bytes;

import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// Numbers in order.
public final class IntList {
  private static final int INITIAL_CAPACITY = 16;

  private final Allowance allowance;
  private int[] values = new int[INITIAL_CAPACITY];
  private int size;

  /// @param allowance pays for growth
  public IntList(Allowance allowance) {
    this.allowance = allowance;
  }

  /// Adds a number at the end.
  public void add(int value) throws MalformedPatchException {
    if (size == values.length) {
      allowance.take(2L * Integer.BYTES * size);
      values = Arrays.copyOf(values, 2 * size);
      allowance.give((long) Integer.BYTES * size);
    }
    values[size++] = value;
  }

  /// The number at an index, 0 for the first.
  public int get(int index) {
    return values[index];
  }

  /// Replaces the number at an index.
  public void set(int index, int value) {
    values[index] = value;
  }

  /// How many there are.
  public int size() {
    return size;
  }

  /// Takes all away; the memory is kept.
  public void clear() {
    size = 0;
  }
}
