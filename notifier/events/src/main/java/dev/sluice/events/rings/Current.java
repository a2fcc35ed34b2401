package dev.sluice.events.rings;

import java.util.Optional;

/// What every device of a ring should run: a release, or nothing yet.
public sealed interface Current permits ReleaseRef, Current.Restored, Current.None {
  /// The release, if there is one.
  default Optional<ReleaseRef> findRelease() {
    return switch (this) {
      case ReleaseRef release -> Optional.of(release);
      case Restored(var release, _) -> Optional.of(release);
      case None() -> Optional.empty();
    };
  }

  /// No release has completed its rollout through this ring.
  record None() implements Current {}

  /// A release that the ring went back to by order. A device that runs a later one, because it was
  /// away meanwhile, goes back, too.
  ///
  /// @param by the rollout that took the ring back, which such a device confirms to
  record Restored(ReleaseRef release, RolloutId by) implements Current {
    /// Checks that both are of one product.
    public Restored {
      if (!by.product().equals(release.release().product())) {
        throw new IllegalArgumentException("rollout " + by + " is not of " + release.release());
      }
    }
  }
}
