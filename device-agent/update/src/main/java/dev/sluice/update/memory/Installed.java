package dev.sluice.update.memory;

import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.plan.Plan;

/// What the device runs, as far as it was installed by this machine.
public sealed interface Installed {
  /// Whether it is the release with this manifest.
  default boolean isManifest(Digest manifest) {
    return this instanceof Release release && release.manifest().equals(manifest);
  }

  /// Whether the installed file has this digest.
  default boolean isArtifact(Digest artifact) {
    return this instanceof Release release && release.artifact().equals(artifact);
  }

  /// Nothing yet, or somebody else changed the installed file, or it was not healthy and nothing
  /// led back.
  record Nothing() implements Installed {}

  /// A release.
  ///
  /// @param release which
  /// @param counter its counter
  /// @param manifest digest of its manifest
  /// @param artifact digest of the installed file
  record Release(ReleaseId release, long counter, Digest manifest, Digest artifact)
      implements Installed {
    static Release of(Plan plan) {
      return new Release(plan.release(), plan.counter(), plan.manifest(), plan.artifact().digest());
    }
  }
}
