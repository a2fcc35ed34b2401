package dev.sluice.cache.slice;

import java.util.ArrayList;
import java.util.List;

/// Cuts objects into slices that start at multiples of one length; the last slice of an object may
/// be shorter.
///
/// Offsets and lengths are bytes in the object as published, before any transfer encoding.
///
/// @param sliceLengthBytes 1 to [#MAX_SLICE_LENGTH_BYTES]
public record Slicing(long sliceLengthBytes) {
  /// Above this a slice is no longer a unit that one waits for.
  public static final long MAX_SLICE_LENGTH_BYTES = 64L << 20;

  /// The slice length of the slice lists that the publisher signs, so that a slice of the cache is
  /// one of them.
  public static final Slicing DEFAULT = new Slicing(1L << 20);

  public Slicing {
    if (sliceLengthBytes < 1 || sliceLengthBytes > MAX_SLICE_LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "a slice length must be 1 to %d bytes, got %d"
              .formatted(MAX_SLICE_LENGTH_BYTES, sliceLengthBytes));
    }
  }

  /// The slice that holds the byte at `offset`.
  public long indexOf(long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("an offset must be 0 or above, got " + offset);
    }
    return offset / sliceLengthBytes;
  }

  /// The bytes of a slice as far as one can tell without the object's length: what to ask upstream
  /// for.
  public ByteRange nominal(long index) {
    var start = Math.multiplyExact(index, sliceLengthBytes);
    var end = start > Long.MAX_VALUE - sliceLengthBytes ? Long.MAX_VALUE : start + sliceLengthBytes;
    return new ByteRange(start, end);
  }

  /// How many slices an object has; none when it is empty.
  public long count(long objectLengthBytes) {
    return objectLengthBytes == 0 ? 0 : indexOf(objectLengthBytes - 1) + 1;
  }

  /// A slice of an object whose length is known.
  ///
  /// @throws IllegalArgumentException if the object ends before the slice starts
  public Slice slice(long index, long objectLengthBytes) {
    var nominal = nominal(index);
    return new Slice(
        index, new ByteRange(nominal.start(), Math.min(nominal.end(), objectLengthBytes)));
  }

  /// The slices that hold the bytes of `range`, in ascending order. They tile it: no gap, no
  /// overlap.
  ///
  /// @throws IllegalArgumentException if `range` reaches past the object's end
  public List<Slice> covering(ByteRange range, long objectLengthBytes) {
    if (range.end() > objectLengthBytes) {
      throw new IllegalArgumentException(
          "a range must end within its object of %d bytes, got %s"
              .formatted(objectLengthBytes, range));
    }
    var slices = new ArrayList<Slice>();
    for (var index = indexOf(range.start()); index <= indexOf(range.end() - 1); index++) {
      slices.add(slice(index, objectLengthBytes));
    }
    return List.copyOf(slices);
  }
}
