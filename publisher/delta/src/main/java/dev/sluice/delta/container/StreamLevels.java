package dev.sluice.delta.container;

import java.util.Arrays;

/// For each deflate stream of a file, by its ordinal, the level that reproduces it.
public interface StreamLevels {
  /// The stream stays as it is.
  int RAW = 0;

  /// Level 1 to 9, or [#RAW].
  int level(int stream);

  /// The given levels, one for each stream; what only looks like a stream behind the last has none.
  static StreamLevels of(byte[] levels) {
    var copy = levels.clone();
    return stream -> stream < copy.length ? copy[stream] : RAW;
  }

  /// One level for all streams, except those in every second of the alternating runs.
  ///
  /// @param runs length of the first run of inflated streams, of the run of raw ones behind it, and
  ///     so
  ///     on; the streams behind the last run are of the other kind than it; none: all are inflated
  static StreamLevels ofRuns(int level, long[] runs) {
    var ends = new long[runs.length];
    long end = 0;
    for (int i = 0; i < runs.length; i++) {
      end += runs[i];
      ends[i] = end;
    }
    return stream -> {
      int found = Arrays.binarySearch(ends, stream);
      int run = found < 0 ? -found - 1 : found + 1;
      return run % 2 == 0 ? level : RAW;
    };
  }
}
