package dev.sluice.events.rings;

/// What every device of a ring should run: a release, or nothing yet.
public sealed interface Current permits ReleaseRef, Current.None {
  /// No release has completed its rollout through this ring.
  record None() implements Current {}
}
