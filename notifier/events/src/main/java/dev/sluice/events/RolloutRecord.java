package dev.sluice.events;

/// What topic `rollouts` holds: the audit log.
public sealed interface RolloutRecord extends Event permits RolloutChanged, OrderRecorded {
  @Override
  default Topic<RolloutRecord> topic() {
    return Topic.ROLLOUTS;
  }
}
