package dev.sluice.events.confirmation;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `confirmations` holds: outcomes, signed by their devices.
public sealed interface ConfirmationEvent extends Event permits SignedConfirmation {
  @Override
  default Topic<ConfirmationEvent> topic() {
    return Topic.CONFIRMATIONS;
  }
}
