package dev.sluice.events;

/// What topic `rollout-commands` holds: what people order.
public sealed interface RolloutCommand extends Event
    permits RolloutOrdered, WavePromoted, RingApproved, RollbackOrdered {
  @Override
  default Topic<RolloutCommand> topic() {
    return Topic.ROLLOUT_COMMANDS;
  }
}
