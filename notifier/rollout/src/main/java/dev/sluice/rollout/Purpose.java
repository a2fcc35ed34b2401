package dev.sluice.rollout;

import dev.sluice.events.rings.RolloutId;

/// What a rollout is for.
public sealed interface Purpose {
  /// Takes the fleet to a new release.
  record Advance() implements Purpose {}

  /// Takes devices back to an earlier release.
  ///
  /// @param of the rollout that is undone
  /// @param everywhere whether all rings go back at once; otherwise one after the other
  record Rollback(RolloutId of, boolean everywhere) implements Purpose {}
}
