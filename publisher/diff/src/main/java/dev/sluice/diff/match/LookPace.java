package dev.sluice.diff.match;

/// How often old is searched for what stands in new: at every position, unless nothing was found
/// for long.
///
/// A file that has nothing to do with the base would cost some memory accesses for each of its
/// bytes otherwise. Strides are odd, as old is indexed at multiples of a power of two: so a match
/// is found at whatever distance it stands, within a stride times that power.
final class LookPace {
  /// Without a find for twice this, every third position is looked at.
  private static final int PATIENCE_LOG = 11;

  /// The longest stride is 15.
  private static final int MAX_STRIDE_LOG = 4;

  private long lastFound;

  /// New is made of old at a position.
  void found(long at) {
    lastFound = at;
  }

  /// Whether to look at a position behind the last find.
  boolean isDue(long at) {
    int log = Long.SIZE - 1 - Long.numberOfLeadingZeros((at - lastFound) | 1);
    int strideLog = Math.clamp(log - PATIENCE_LOG + 1, 1, MAX_STRIDE_LOG);
    return strideLog == 1 || at % ((1L << strideLog) - 1) == 0;
  }
}
