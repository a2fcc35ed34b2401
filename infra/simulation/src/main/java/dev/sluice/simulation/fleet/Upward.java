package dev.sluice.simulation.fleet;

import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.report.DeviceReported;

/// What a device sends up.
public sealed interface Upward {
  /// An outcome.
  record Confirmed(SignedConfirmation event) implements Upward {}

  /// What it runs.
  record Reported(DeviceReported event) implements Upward {}
}
