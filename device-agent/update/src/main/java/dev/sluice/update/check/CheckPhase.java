package dev.sluice.update.check;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.trust.Refresh;
import dev.sluice.tuf.trust.TargetLookup;
import dev.sluice.tuf.trust.TrustedTarget;
import dev.sluice.update.plan.Plan;
import java.util.Optional;

/// The states in which the machine reads what the repository says. All wait for bytes.
public sealed interface CheckPhase {
  /// Fetches the metadata that `refresh` asks for.
  ///
  /// @param isForced whether the edge node must ask its upstream
  record Refreshing(Refresh refresh, boolean isForced) implements CheckPhase {}

  /// Fetches the delegated metadata that `lookup` asks for.
  record Finding(Purpose purpose, TargetLookup lookup) implements CheckPhase {}

  /// Fetches a small target.
  record Reading(Purpose purpose, TrustedTarget target) implements CheckPhase {}

  /// The plan that it reads for, once there is one.
  default Optional<Plan> findPlan() {
    return switch (this) {
      case Refreshing _ -> Optional.empty();
      case Finding(var purpose, _) -> purpose.findPlan();
      case Reading(var purpose, _) -> purpose.findPlan();
    };
  }

  /// Whether it is work for this rollout.
  default boolean isAbout(RolloutId rollout) {
    return switch (this) {
      case Refreshing _ -> false;
      case Finding(var purpose, _) -> purpose.isAbout(rollout);
      case Reading(var purpose, _) -> purpose.isAbout(rollout);
    };
  }
}
