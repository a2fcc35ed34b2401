package dev.sluice.cache.slice;

/// One aligned piece of an object: the unit of fetching, keeping and dropping.
///
/// @param index number of the slice in its object, from 0
/// @param range its bytes in the object
public record Slice(long index, ByteRange range) {
  public Slice {
    if (index < 0) {
      throw new IllegalArgumentException("a slice index must be 0 or above, got " + index);
    }
  }

  /// The bytes of this slice that `requested` asks for, as a range within the slice (0 is the
  /// slice's first byte).
  ///
  /// @throws IllegalArgumentException if the slice holds none of them
  public ByteRange within(ByteRange requested) {
    var common = range.intersection(requested);
    return new ByteRange(common.start() - range.start(), common.end() - range.start());
  }
}
