package dev.sluice.events.policy;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `policies` holds: the rollout policies that people apply.
public sealed interface PolicyEvent extends Event permits PolicyApplied {
  @Override
  default Topic<PolicyEvent> topic() {
    return Topic.POLICIES;
  }
}
