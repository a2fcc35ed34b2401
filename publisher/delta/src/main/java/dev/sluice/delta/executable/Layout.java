package dev.sluice.delta.executable;

import java.util.HashMap;

/// Where the new executable has what: the small table that goes with a patch.
public final class Layout {
  static final long NOWHERE = Long.MIN_VALUE;

  private final long newStart;
  private final long[] offsets;
  private final long[] addresses;
  private final long[] lengths;

  /// For each range of old, in the order of its section table: its counterpart's address.
  private final long[] rangeAddresses;

  private int last;

  private Layout(
      long newStart, long[] offsets, long[] addresses, long[] lengths, long[] rangeAddresses) {
    this.newStart = newStart;
    this.offsets = offsets;
    this.addresses = addresses;
    this.lengths = lengths;
    this.rangeAddresses = rangeAddresses;
  }

  /// Compares two executables.
  public static Layout of(ExecutableModel old, ExecutableModel neu) {
    var stored = neu.stored();
    var offsets = new long[stored.length];
    var addresses = new long[stored.length];
    var lengths = new long[stored.length];
    int size = 0;
    for (var range : stored) {
      if (!range.isLoaded()) {
        continue;
      }
      long shift = range.address() - range.offset();
      if (size > 0 && addresses[size - 1] - offsets[size - 1] == shift) {
        lengths[size - 1] = range.offset() + range.length() - offsets[size - 1];
      } else {
        offsets[size] = range.offset();
        addresses[size] = range.address();
        lengths[size] = range.length();
        size++;
      }
    }
    return new Layout(
        neu.start(),
        java.util.Arrays.copyOf(offsets, size),
        java.util.Arrays.copyOf(addresses, size),
        java.util.Arrays.copyOf(lengths, size),
        counterparts(old, neu));
  }

  private static long[] counterparts(ExecutableModel old, ExecutableModel neu) {
    var byName = new HashMap<Integer, Range>();
    for (var range : neu.ranges()) {
      byName.putIfAbsent(range.name(), range);
    }
    var result = new long[old.ranges().size()];
    for (int i = 0; i < result.length; i++) {
      var range = old.ranges().get(i);
      var counterpart = byName.get(range.name());
      result[i] = counterpart == null ? range.address() : counterpart.address();
    }
    return result;
  }

  /// Where the new executable begins.
  public long newStart() {
    return newStart;
  }

  /// The address of what stands at `offset` from the start of new, [#NOWHERE] if it is not loaded.
  long address(long offset) {
    if (last < offsets.length && isIn(last, offset)) {
      return offset - offsets[last] + addresses[last];
    }
    for (int i = 0; i < offsets.length; i++) {
      if (isIn(i, offset)) {
        last = i;
        return offset - offsets[i] + addresses[i];
      }
    }
    return NOWHERE;
  }

  private boolean isIn(int segment, long offset) {
    return offset >= offsets[segment] && offset < offsets[segment] + lengths[segment];
  }

  long rangeAddress(int range) {
    return rangeAddresses[range];
  }
}
