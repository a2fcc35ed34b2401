package dev.sluice.events.release;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `releases` holds: what the signer vouches for, and what no longer.
public sealed interface ReleaseEvent extends Event
    permits ReleaseSigned, ReleaseWithdrawn, DeltasSigned {
  @Override
  default Topic<ReleaseEvent> topic() {
    return Topic.RELEASES;
  }
}
