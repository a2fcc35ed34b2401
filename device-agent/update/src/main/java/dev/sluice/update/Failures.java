package dev.sluice.update;

import dev.sluice.tuf.digest.Digest;

/// How often the device failed at one release.
public sealed interface Failures {
  /// Never lately.
  record Nothing() implements Failures {}

  /// Some times.
  ///
  /// @param manifest digest of the release's manifest
  /// @param count how often, 1 or more; a release that was refused counts as failed for good
  record Of(Digest manifest, int count) implements Failures {
    /// Checks the count.
    public Of {
      if (count < 1) {
        throw new IllegalArgumentException("a failure count must be 1 or more, got " + count);
      }
    }
  }

  /// How often the device failed at the release with this manifest.
  default int countOf(Digest manifest) {
    return this instanceof Of of && of.manifest().equals(manifest) ? of.count() : 0;
  }
}
