package dev.sluice.cache.slice;

/// A range of bytes in an object, half-open and never empty: `[start, end)`.
///
/// @param start first byte, 0 or more
/// @param end the byte after the last one, above `start`
public record ByteRange(long start, long end) {
  public ByteRange {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException(
          "a byte range must start at 0 or above and end after its start, got [%d, %d)"
              .formatted(start, end));
    }
  }

  /// The whole of an object.
  ///
  /// @param lengthBytes 1 or more
  public static ByteRange whole(long lengthBytes) {
    return new ByteRange(0, lengthBytes);
  }

  /// How many bytes the range has.
  public long lengthBytes() {
    return end - start;
  }

  /// Whether both ranges have a byte in common.
  public boolean overlaps(ByteRange other) {
    return start < other.end && other.start < end;
  }

  /// The bytes that both ranges have in common.
  ///
  /// @throws IllegalArgumentException if there are none; ask [#overlaps(ByteRange)] first
  public ByteRange intersection(ByteRange other) {
    return new ByteRange(Math.max(start, other.start), Math.min(end, other.end));
  }

  @Override
  public String toString() {
    return "[" + start + ", " + end + ")";
  }
}
