package dev.sluice.events;

/// What topic `releases` holds: what the signer vouches for, and what no longer.
public sealed interface ReleaseEvent extends Event
    permits ReleaseSigned, ReleaseWithdrawn, DeltasSigned {
  @Override
  default Topic<ReleaseEvent> topic() {
    return Topic.RELEASES;
  }
}
