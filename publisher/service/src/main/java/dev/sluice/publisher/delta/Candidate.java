package dev.sluice.publisher.delta;

import dev.sluice.release.DeltaBase;
import dev.sluice.tuf.metadata.TargetFile;

/// What a patch could start from.
sealed interface Candidate {
  /// The base as descriptors name it.
  DeltaBase base();

  /// Nothing: the patch is the compressed full artifact.
  record Nothing() implements Candidate {
    @Override
    public DeltaBase base() {
      return new DeltaBase.None();
    }
  }

  /// The artifact of an earlier release.
  ///
  /// @param artifact as it was published
  record Earlier(TargetFile artifact) implements Candidate {
    @Override
    public DeltaBase base() {
      return new DeltaBase.Existing(artifact.sha256(), artifact.lengthBytes());
    }
  }
}
