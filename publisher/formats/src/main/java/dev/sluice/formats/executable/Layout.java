package dev.sluice.formats.executable;

/// Where the new executable has what: the small table that goes with a patch.
public final class Layout {
  /// The address of what is not loaded.
  public static final long NOWHERE = Long.MIN_VALUE;

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

  /// Reads a layout of a hundred bytes or so.
  ///
  /// Folded varints as the format of patches has them: the number of parts, and for each the gap in
  /// the file before it, its address less its offset, and its length; for each section of old how
  /// much farther its counterpart's address moved than that of the one before.
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

  /// The address of what stands at `offset` from the start of new, [#NOWHERE] if it is not loaded.
  public long address(long offset) {
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

  /// The address of the counterpart of a section of old.
  public long rangeAddress(int range) {
    return rangeAddresses[range];
  }
}
