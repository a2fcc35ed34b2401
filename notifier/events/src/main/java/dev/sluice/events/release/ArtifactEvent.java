package dev.sluice.events.release;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `artifacts` holds: what was published and built, and what is to be withdrawn.
public sealed interface ArtifactEvent extends Event
    permits ArtifactPublished, DeltasBuilt, WithdrawalOrdered {
  @Override
  default Topic<ArtifactEvent> topic() {
    return Topic.ARTIFACTS;
  }
}
