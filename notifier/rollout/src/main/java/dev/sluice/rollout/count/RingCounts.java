package dev.sluice.rollout.count;

/// How many devices of a ring stand where. Each device counts once.
///
/// @param devices members of the ring
/// @param admitted members that the ring's share admits to the rollout
/// @param confirmed admitted members whose latest outcome is installed
/// @param failed admitted members whose latest outcome speaks against the release
/// @param inconclusive admitted members whose latest outcome says nothing about the release
public record RingCounts(
    long devices, long admitted, long confirmed, long failed, long inconclusive) {
  /// No devices at all.
  public static final RingCounts NONE = new RingCounts(0, 0, 0, 0, 0);

  /// Checks that each is part of the one before.
  public RingCounts {
    if (confirmed < 0
        || failed < 0
        || inconclusive < 0
        || confirmed + failed + inconclusive > admitted
        || admitted > devices) {
      throw new IllegalArgumentException(
          "counts must nest, got %d devices, %d admitted, %d confirmed, %d failed, %d inconclusive"
              .formatted(devices, admitted, confirmed, failed, inconclusive));
    }
  }

  /// Admitted members without an outcome.
  public long pending() {
    return admitted - confirmed - failed - inconclusive;
  }

  /// The counts of two disjoint groups of devices together.
  public RingCounts plus(RingCounts other) {
    return new RingCounts(
        devices + other.devices,
        admitted + other.admitted,
        confirmed + other.confirmed,
        failed + other.failed,
        inconclusive + other.inconclusive);
  }

  /// These counts without a group that is part of them.
  public RingCounts minus(RingCounts part) {
    return new RingCounts(
        devices - part.devices,
        admitted - part.admitted,
        confirmed - part.confirmed,
        failed - part.failed,
        inconclusive - part.inconclusive);
  }
}
