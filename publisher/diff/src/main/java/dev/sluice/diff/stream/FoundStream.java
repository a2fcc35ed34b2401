package dev.sluice.diff.stream;

import dev.sluice.formats.StreamFormat;

/// A stream that was seen in a region.
///
/// @param start offset in the region
/// @param compressedBytes length there
public record FoundStream(StreamFormat format, long start, long compressedBytes) {
  /// First byte behind the stream.
  public long end() {
    return start + compressedBytes;
  }
}
