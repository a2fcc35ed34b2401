package dev.sluice.events.command;

import dev.sluice.events.rings.RolloutId;

/// An order that is about one rollout.
public sealed interface RolloutOrder extends RolloutCommand
    permits RolloutOrdered, WavePromoted, RingApproved, RollbackOrdered, RetryOrdered {
  /// The rollout that it is about.
  RolloutId rollout();

  @Override
  default String key() {
    return rollout().toString();
  }
}
