package dev.sluice.events.rollout;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `rollouts` holds: the audit log.
public sealed interface RolloutRecord extends Event permits RolloutChanged, OrderRecorded {
  @Override
  default Topic<RolloutRecord> topic() {
    return Topic.ROLLOUTS;
  }
}
