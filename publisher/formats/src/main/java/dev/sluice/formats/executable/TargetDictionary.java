package dev.sluice.formats.executable;

/// What old addresses turned out to have become, as far as it was seen.
///
/// A table of fixed size in which a new entry replaces the one in its place.
final class TargetDictionary {
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int BITS = 16;

  private final int[] keys = new int[1 << BITS];
  private final int[] shifts = new int[1 << BITS];

  private static int slot(long target) {
    return (int) ((target * 0x9e3779b97f4a7c15L) >>> (Long.SIZE - BITS));
  }

  /// The address that `target` became when it was seen last, or [#UNKNOWN].
  long find(long target) {
    int slot = slot(target);
    return keys[slot] == (int) target + 1 ? target + shifts[slot] : UNKNOWN;
  }

  /// Notes that `target` became `actual`; what moved by more than 2 GiB is not kept.
  void put(long target, long actual) {
    long shift = actual - target;
    if (shift == (int) shift) {
      int slot = slot(target);
      keys[slot] = (int) target + 1;
      shifts[slot] = (int) shift;
    }
  }
}
