package dev.sluice.events.signing;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `signing` holds: rings documents that are planned, and what the signer made of them.
public sealed interface SigningEvent extends Event permits RingsPlanned, RingsSigned, RingsRefused {
  @Override
  default Topic<SigningEvent> topic() {
    return Topic.SIGNING;
  }
}
