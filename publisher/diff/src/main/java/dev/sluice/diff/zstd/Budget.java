package dev.sluice.diff.zstd;

/// What attempts that fail may cost: some seconds for 10 MiB of contents, and two besides.
///
/// Costs are in bytes that the fastest level encodes, of which a second makes some 400 million.
final class Budget {
  private static final long FREE_COST = 800_000_000;
  private static final long COST_PER_BYTE = 160;

  private long left = FREE_COST;

  /// So many bytes of contents are looked at.
  void add(long contentsBytes) {
    left += COST_PER_BYTE * contentsBytes;
  }

  /// Whether more attempts may be made.
  boolean isLeft() {
    return left > 0;
  }

  /// An attempt came to nothing.
  void spend(long cost) {
    left -= cost;
  }
}
