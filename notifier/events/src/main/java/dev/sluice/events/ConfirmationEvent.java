package dev.sluice.events;

/// What topic `confirmations` holds: outcomes, signed by their devices.
public sealed interface ConfirmationEvent extends Event permits SignedConfirmation {
  @Override
  default Topic<ConfirmationEvent> topic() {
    return Topic.CONFIRMATIONS;
  }
}
