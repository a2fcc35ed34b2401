package dev.sluice.update;

import dev.sluice.events.rings.RolloutId;
import java.time.Instant;

/// A rollout that was announced as halted.
///
/// The announcement carries no authority: it holds for a refresh interval at most, or until a later
/// wave of the same rollout is announced. What the rings document says by then counts.
sealed interface Holding {
  /// Whether the rollout is held.
  default boolean holds(RolloutId rollout, Instant now) {
    return this instanceof Held held
        && held.rollout().equals(rollout)
        && now.isBefore(held.until());
  }

  /// What is left when a wave of this rollout is announced.
  default Holding without(RolloutId rollout) {
    return this instanceof Held held && held.rollout().equals(rollout) ? new Nothing() : this;
  }

  /// When it ends at the latest.
  Instant until();

  /// Nothing is held.
  record Nothing() implements Holding {
    @Override
    public Instant until() {
      return Instant.MIN;
    }
  }

  /// One rollout is held.
  ///
  /// @param rollout which
  /// @param until when it ends at the latest
  record Held(RolloutId rollout, Instant until) implements Holding {}
}
