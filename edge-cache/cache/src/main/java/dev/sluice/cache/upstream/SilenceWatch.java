package dev.sluice.cache.upstream;

/// Tells a body that has stopped from one that is slow, by looking at it from time to time.
///
/// Used by one thread.
public final class SilenceWatch {
  /// Fewer bytes between two looks count as none; at a look every half minute this is 34 bytes a
  /// second, below what anybody calls a link.
  public static final long MIN_BYTES = 1 << 10;

  private long lastBytes;

  /// Nothing has come yet.
  public SilenceWatch() {}

  /// Whether next to nothing has come since the last look.
  ///
  /// @param bytes how many have come in all
  public boolean isSilent(long bytes) {
    var isSilent = bytes - lastBytes < MIN_BYTES;
    lastBytes = bytes;
    return isSilent;
  }
}
