package dev.sluice.events.rings;

/// What a ring is moving to: a release under rollout, or nothing.
public sealed interface Next permits NextRelease, Next.None {
  /// No rollout concerns this ring.
  record None() implements Next {}
}
