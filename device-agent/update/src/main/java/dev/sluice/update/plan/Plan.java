package dev.sluice.update.plan;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Artifact;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceReference;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.order.PatchBase;

/// What the device is about to install: made only from a rings document and a manifest that agree.
///
/// @param release which release; the rollout's, or a floor release on the way to it
/// @param counter its counter
/// @param rollbackFloor the floor that its manifest sets
/// @param rollout the rollout that it confirms to
/// @param attempt which attempt at it, from 1
/// @param manifest digest of its manifest
/// @param artifact what to install
/// @param slices where the artifact's slice list stands
/// @param schedule when the device may switch to it
public record Plan(
    ReleaseId release,
    long counter,
    long rollbackFloor,
    RolloutId rollout,
    int attempt,
    Digest manifest,
    Artifact artifact,
    SliceReference slices,
    Schedule schedule) {
  /// The same under another schedule.
  public Plan withSchedule(Schedule next) {
    return new Plan(
        release, counter, rollbackFloor, rollout, attempt, manifest, artifact, slices, next);
  }

  /// Whether it is made from this choice, whenever the device may switch.
  public boolean isOf(Choice choice) {
    return manifest.equals(choice.release().manifest())
        && rollout.equals(choice.rollout())
        && attempt == choice.attempt();
  }

  /// Whether it is a floor release on the way to the rollout's own.
  public boolean isOnTheWay() {
    return counter < rollout.counter();
  }

  /// The artifact's target path.
  public String artifactPath() {
    return artifact.path(release);
  }

  /// Where the descriptor of the patches from a base stands.
  public String deltaPath(PatchBase base) {
    return switch (base) {
      case PatchBase.Nothing _ ->
          DeltaDescriptor.path(release.product(), artifact.digest(), new DeltaBase.None());
      case PatchBase.File(_, var from) ->
          DeltaDescriptor.path(release.product(), artifact.digest(), from);
    };
  }

  /// The download that the artifact grows in.
  public LocalFile.Artifact file() {
    return new LocalFile.Artifact(artifact.digest());
  }
}
