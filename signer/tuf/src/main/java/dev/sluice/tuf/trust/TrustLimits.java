package dev.sluice.tuf.trust;

/// How much a refresh or a lookup may cost, against endless data.
///
/// @param maxRootBytes largest root file
/// @param maxTimestampBytes largest timestamp file
/// @param maxSnapshotBytes largest snapshot file, if the timestamp does not say its length
/// @param maxTargetsBytes largest targets file, if the snapshot does not say its length
/// @param maxRootsPerRefresh new root files that one refresh walks; the next refresh goes on from
///     there
/// @param maxDelegations delegated roles that one lookup visits
public record TrustLimits(
    long maxRootBytes,
    long maxTimestampBytes,
    long maxSnapshotBytes,
    long maxTargetsBytes,
    int maxRootsPerRefresh,
    int maxDelegations) {
  /// What clients in the field use, so that a repository that suits us suits them.
  public static final TrustLimits DEFAULT =
      new TrustLimits(512_000, 16_384, 2_000_000, 5_000_000, 256, 32);

  /// Checks that all limits are positive.
  public TrustLimits {
    if (Math.min(
            Math.min(Math.min(maxRootBytes, maxTimestampBytes), maxSnapshotBytes),
            Math.min(maxTargetsBytes, Math.min(maxRootsPerRefresh, maxDelegations)))
        < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
