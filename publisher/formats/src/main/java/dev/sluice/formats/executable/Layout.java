package dev.sluice.formats.executable;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;

/// Where the new executable has what: the small table that goes with a patch.
public final class Layout {
  static final long NOWHERE = Long.MIN_VALUE;

  private final long[] offsets;
  private final long[] addresses;
  private final long[] lengths;

  /// For each range of old, in the order of its section table: its counterpart's address.
  private final long[] rangeAddresses;

  private int last;

  private Layout(long[] offsets, long[] addresses, long[] lengths, long[] rangeAddresses) {
    this.offsets = offsets;
    this.addresses = addresses;
    this.lengths = lengths;
    this.rangeAddresses = rangeAddresses;
  }

  /// Compares two executables; what has no counterpart in new stays where it was.
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
        Arrays.copyOf(offsets, size),
        Arrays.copyOf(addresses, size),
        Arrays.copyOf(lengths, size),
        counterparts(old, neu));
  }

  /// Reads what [#toBytes] wrote.
  ///
  /// @param old the executable that the layout was compared with
  /// @throws IllegalArgumentException if these are not such bytes
  public static Layout parse(ExecutableModel old, byte[] bytes) {
    var input = new Numbers(bytes);
    long count = input.next();
    if (count < 0 || count > ElfReader.MAX_RANGES) {
      throw new IllegalArgumentException("a layout must have at most 512 parts: " + count);
    }
    int size = (int) count;
    var layout =
        new Layout(new long[size], new long[size], new long[size], new long[old.ranges().size()]);
    long end = 0;
    for (int i = 0; i < size; i++) {
      layout.offsets[i] = end + input.next();
      layout.addresses[i] = layout.offsets[i] + input.next();
      layout.lengths[i] = input.next();
      end = layout.offsets[i] + layout.lengths[i];
    }
    long shift = 0;
    for (int i = 0; i < layout.rangeAddresses.length; i++) {
      shift += input.next();
      layout.rangeAddresses[i] = old.ranges().get(i).address() + shift;
    }
    input.requireEnd();
    return layout;
  }

  /// The layout in a hundred bytes or so.
  ///
  /// Folded varints as the format of patches has them: the number of parts, and for each the gap in
  /// the file before it, its address less its offset, and its length; for each
  /// section of old how much farther its counterpart's address moved than that of the one before.
  public byte[] toBytes(ExecutableModel old) {
    var output = new ByteArrayOutputStream();
    Numbers.put(output, offsets.length);
    long end = 0;
    for (int i = 0; i < offsets.length; i++) {
      Numbers.put(output, offsets[i] - end);
      Numbers.put(output, addresses[i] - offsets[i]);
      Numbers.put(output, lengths[i]);
      end = offsets[i] + lengths[i];
    }
    long shift = 0;
    for (int i = 0; i < rangeAddresses.length; i++) {
      long next = rangeAddresses[i] - old.ranges().get(i).address();
      Numbers.put(output, next - shift);
      shift = next;
    }
    return output.toByteArray();
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
