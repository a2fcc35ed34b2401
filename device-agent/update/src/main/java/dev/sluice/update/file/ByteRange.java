package dev.sluice.update.file;

/// Which part of an object a fetch asks for.
public sealed interface ByteRange {
  /// All of it.
  record Whole() implements ByteRange {}

  /// The bytes `[start, end)`.
  ///
  /// @param start first byte, 0 or more
  /// @param end past the last byte, more than `start`
  record Part(long start, long end) implements ByteRange {
    /// Checks the order.
    public Part {
      if (start < 0 || end <= start) {
        throw new IllegalArgumentException("not a range: [" + start + ", " + end + ")");
      }
    }

    /// How many bytes.
    public long lengthBytes() {
      return end - start;
    }
  }
}
