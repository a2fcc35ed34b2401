package dev.sluice.diff.view;

import dev.sluice.formats.StreamKind;

/// A stream that was seen in a region.
///
/// @param start offset in the region
/// @param compressedBytes length there
record FoundStream(StreamKind kind, long start, long compressedBytes) {
  long end() {
    return start + compressedBytes;
  }
}
