package dev.sluice.patch.view;

import dev.sluice.formats.StreamFormat;

/// A stream of the base whose contents are appended to the base's view.
///
/// @param format what it is a stream of
/// @param start where it begins in the view; it may lie in contents appended before
/// @param compressedBytes its length
public record Expansion(StreamFormat format, long start, long compressedBytes) {
  /// Checks the ranges.
  public Expansion {
    if (start < 0 || compressedBytes < 1) {
      throw new IllegalArgumentException(
          "an expansion must not be negative: " + start + "+" + compressedBytes);
    }
  }

  /// First byte behind the stream.
  long end() {
    return start + compressedBytes;
  }
}
