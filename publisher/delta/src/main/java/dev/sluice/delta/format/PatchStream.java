package dev.sluice.delta.format;

/// The streams of a patch, in their order within a block.
///
/// Numbers of one kind stand together because they resemble each other: that is some hundredths
/// smaller than one stream of edits, and where corrections are sparse several times faster than one
/// stream that is mostly zeros.
public enum PatchStream {
  /// For each edit, how many bytes it copies.
  COPY_LENGTHS(0, 1 << 17),
  /// For each edit, how many bytes it inserts after those.
  INSERT_LENGTHS(1, 1 << 17),
  /// For each edit that copies, how far its source stands from the end of the one before, folded.
  SEEKS(2, 1 << 18),
  /// How many of the bytes copied stay as they are.
  KEPT_RUNS(3, 1 << 19),
  /// How many of the bytes copied are corrected behind those.
  CHANGED_RUNS(4, 1 << 18),
  /// New minus old for each byte corrected.
  CHANGES(5, 1 << 20),
  /// The bytes inserted.
  INSERTIONS(6, 1 << 22);

  /// Number of streams.
  public static final int COUNT = 7;

  private final int index;
  private final int maxDictionaryBytes;

  PatchStream(int index, int maxDictionaryBytes) {
    this.index = index;
    this.maxDictionaryBytes = maxDictionaryBytes;
  }

  /// Place within a block, from 0.
  int index() {
    return index;
  }

  /// The largest window that our encoder takes, so that all decoders together stay below 8 MiB.
  int maxDictionaryBytes() {
    return maxDictionaryBytes;
  }
}
