package dev.sluice.update.check;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Artifact;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Plan;
import java.util.Optional;

/// Why a target is looked up.
public sealed interface Purpose {
  /// To read the rings document.
  record ForRings() implements Purpose {}

  /// To read a release's manifest.
  record ForManifest(Choice choice) implements Purpose {}

  /// To learn where the artifact's slices are listed.
  ///
  /// @param rollbackFloor the floor that the release's manifest sets
  record ForArtifact(Choice choice, Artifact artifact, long rollbackFloor) implements Purpose {}

  /// To learn whether there is a patch from `base`.
  record ForDelta(Plan plan, PatchBase base) implements Purpose {}

  /// The plan, once there is one.
  default Optional<Plan> findPlan() {
    return this instanceof ForDelta(var plan, _) ? Optional.of(plan) : Optional.empty();
  }

  /// Whether it is for this rollout.
  default boolean isAbout(RolloutId rollout) {
    return switch (this) {
      case ForRings _ -> false;
      case ForManifest(var choice) -> choice.rollout().equals(rollout);
      case ForArtifact(var choice, _, _) -> choice.rollout().equals(rollout);
      case ForDelta(var plan, _) -> plan.rollout().equals(rollout);
    };
  }
}
