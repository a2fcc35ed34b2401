package dev.sluice.rollout.policy;

/// A policy as it was applied.
///
/// @param version rises with each application for the same product, from 1
/// @param policy what was applied
public record VersionedPolicy(long version, RolloutPolicy policy) {
  /// Checks the version.
  public VersionedPolicy {
    if (version < 1) {
      throw new IllegalArgumentException("a version must be at least 1, got " + version);
    }
  }
}
