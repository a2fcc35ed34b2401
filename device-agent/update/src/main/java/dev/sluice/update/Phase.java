package dev.sluice.update;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.update.check.CheckPhase;
import dev.sluice.update.fetch.FetchPhase;
import dev.sluice.update.flags.FlagPhase;
import dev.sluice.update.install.InstallPhase;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.prove.ProofPhase;
import java.util.Optional;

/// The state that the machine waits in, by the step that it belongs to.
sealed interface Phase {
  /// It reads what the repository says.
  record Checks(CheckPhase phase) implements Phase {}

  /// It follows what the ring has switched off.
  record Follows(FlagPhase phase) implements Phase {}

  /// It brings the bytes of an artifact together.
  record Fetches(FetchPhase phase) implements Phase {}

  /// It puts an artifact in place.
  record Installs(InstallPhase phase) implements Phase {}

  /// A new version proves its health, or goes.
  record Proves(ProofPhase phase) implements Phase {}

  /// The state of the step.
  default Object inner() {
    return switch (this) {
      case Checks(var phase) -> phase;
      case Follows(var phase) -> phase;
      case Fetches(var phase) -> phase;
      case Installs(var phase) -> phase;
      case Proves(var phase) -> phase;
    };
  }

  /// The plan of a state that brings or installs a release.
  default Optional<Plan> findPlan() {
    return switch (this) {
      case Checks(var phase) -> phase.findPlan();
      case Follows _ -> Optional.empty();
      case Fetches(var phase) -> Optional.of(phase.plan());
      case Installs(var phase) -> phase.findPlan();
      case Proves(var phase) -> Optional.of(phase.trial().plan());
    };
  }

  /// Whether it brings a release of this rollout and may still be stopped: the switch and what
  /// follows from it may not.
  default boolean isBringing(RolloutId rollout) {
    boolean mayStop =
        switch (this) {
          case Checks _, Follows _, Fetches _ -> true;
          case Installs(var phase) -> phase.mayStop();
          case Proves _ -> false;
        };
    return mayStop && isOf(rollout);
  }

  /// Whether it is work for this rollout.
  default boolean isAbout(RolloutId rollout) {
    return (this instanceof Checks(var phase) && phase.isAbout(rollout)) || isOf(rollout);
  }

  private boolean isOf(RolloutId rollout) {
    return findPlan().filter(plan -> plan.rollout().equals(rollout)).isPresent();
  }
}
