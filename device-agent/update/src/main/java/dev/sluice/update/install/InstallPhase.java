package dev.sluice.update.install;

import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.turn.Origin;
import java.util.Optional;

/// The states in which the machine puts an artifact in place.
public sealed interface InstallPhase {
  /// Waits for digests of what is on disk.
  sealed interface AwaitsDigests extends InstallPhase {}

  /// Digests the installed file after a start, to learn what a power cut left behind.
  record Inspecting() implements AwaitsDigests {}

  /// Digests the artifact's download.
  ///
  /// @param origin where its bytes came from
  record CheckingResult(Plan plan, Origin origin) implements AwaitsDigests {}

  /// Looks what the switch takes the place of.
  record LookingBefore(Plan plan, Place place) implements InstallPhase {}

  /// Puts the artifact in place.
  record Switching(Plan plan) implements InstallPhase {}

  /// Digests the installed file after the disk failed in the switch, which may have happened.
  ///
  /// @param problem what the disk said
  record CheckingSwitched(Plan plan, String problem) implements AwaitsDigests {}

  /// Makes the artifact over the installed file, which nobody else may look at.
  ///
  /// @param attempt 1 or more, counted since the last start
  record Overwriting(Plan plan, InPlaceOrder order, int attempt) implements InstallPhase {}

  /// Digests the installed file after it was overwritten.
  record CheckingOverwritten(Plan plan) implements AwaitsDigests {}

  /// Where an artifact is put.
  sealed interface Place {
    /// In the place of the installed file, which stays beside it.
    record Beside() implements Place {}

    /// Over the installed file.
    record Over(InPlaceOrder order) implements Place {}
  }

  /// What is put in place; absent after a start, before that is known.
  default Optional<Plan> findPlan() {
    return switch (this) {
      case Inspecting _ -> Optional.empty();
      case CheckingResult phase -> Optional.of(phase.plan());
      case LookingBefore phase -> Optional.of(phase.plan());
      case Switching phase -> Optional.of(phase.plan());
      case CheckingSwitched phase -> Optional.of(phase.plan());
      case Overwriting phase -> Optional.of(phase.plan());
      case CheckingOverwritten phase -> Optional.of(phase.plan());
    };
  }

  /// Whether the device may still stop: the switch and what follows from it goes to its end.
  default boolean mayStop() {
    return switch (this) {
      case Inspecting _, CheckingResult _, LookingBefore _ -> true;
      case Switching _, CheckingSwitched _, Overwriting _, CheckingOverwritten _ -> false;
    };
  }
}
