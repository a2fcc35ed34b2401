package dev.sluice.formats;

/// About how much work the streams of a format are, for patches to declare; see
/// `dev.sluice.diff.WorkEstimate` for whose nanoseconds these are.
///
/// @param expandNanosPerByte for each byte of a stream that is taken apart, 0 or more
/// @param rebuildNanosPerByte for each byte of the contents of one that is made again, likewise
public record StreamWork(long expandNanosPerByte, long rebuildNanosPerByte) {
  /// Checks the ranges.
  public StreamWork {
    if (expandNanosPerByte < 0 || rebuildNanosPerByte < 0) {
      throw new IllegalArgumentException(
          "work must not be negative: " + expandNanosPerByte + ", " + rebuildNanosPerByte);
    }
  }
}
