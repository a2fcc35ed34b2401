package dev.sluice.events;

import dev.sluice.events.rings.RolloutId;

/// What topic `rollout-commands` holds: what people order.
public sealed interface RolloutCommand extends Event
    permits RolloutOrdered, WavePromoted, RingApproved, RollbackOrdered, RetryOrdered {
  /// The rollout that it is about.
  RolloutId rollout();

  /// Who orders it.
  String by();

  /// Why; may be empty.
  String reason();

  @Override
  default String key() {
    return rollout().toString();
  }

  @Override
  default Topic<RolloutCommand> topic() {
    return Topic.ROLLOUT_COMMANDS;
  }
}
