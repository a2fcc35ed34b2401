package dev.sluice.events;

/// What topic `rollouts` holds: the audit log.
public sealed interface RolloutRecord extends Event permits RolloutChanged {
  @Override
  default Topic<RolloutRecord> topic() {
    return Topic.ROLLOUTS;
  }
}
