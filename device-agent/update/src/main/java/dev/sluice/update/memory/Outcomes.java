package dev.sluice.update.memory;

import dev.sluice.events.confirmation.Confirmation;

/// The outcome that the device speaks of when it is asked again.
public sealed interface Outcomes {
  /// It had none yet.
  record Nothing() implements Outcomes {}

  /// The latest one. Kept word for word, so that a repetition is the same confirmation.
  record Latest(Confirmation confirmation) implements Outcomes {}
}
