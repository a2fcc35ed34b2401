package dev.sluice.rollout.plan;

import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.tuf.digest.Digest;
import java.util.Set;

/// A release that devices pass through, as a plan needs it.
///
/// @param release which
/// @param sizes what devices download of it
/// @param artifacts what a device that passed it runs, one of them
public record PlannedFloor(ReleaseRef release, ReleaseSizes sizes, Set<Digest> artifacts) {
  /// Copies the artifacts.
  public PlannedFloor {
    artifacts = Set.copyOf(artifacts);
  }
}
