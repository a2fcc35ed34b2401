package dev.sluice.events;

/// What topic `artifacts` holds: what was published and built, and what is to be withdrawn.
public sealed interface ArtifactEvent extends Event
    permits ArtifactPublished, DeltasBuilt, WithdrawalOrdered {
  @Override
  default Topic<ArtifactEvent> topic() {
    return Topic.ARTIFACTS;
  }
}
