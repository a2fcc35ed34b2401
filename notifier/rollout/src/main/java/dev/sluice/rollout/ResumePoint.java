package dev.sluice.rollout;

import java.time.Instant;

/// Where a paused rollout goes on.
public sealed interface ResumePoint {
  /// Nothing had been planned yet.
  ///
  /// @param deltasUntil when the wait for patches ends
  record BeforeFirstWave(Instant deltasUntil) implements ResumePoint {}

  /// In a wave, which is planned again under the same share.
  ///
  /// @param at the wave
  record InWave(Position at) implements ResumePoint {}
}
