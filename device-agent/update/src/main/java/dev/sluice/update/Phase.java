package dev.sluice.update;

import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Artifact;
import dev.sluice.release.SliceList;
import dev.sluice.tuf.trust.Refresh;
import dev.sluice.tuf.trust.TargetLookup;
import dev.sluice.tuf.trust.TrustedTarget;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the machine is doing; each phase carries only what is valid in it.
///
/// Every phase but [Idle] waits for the answer to one request, or for the end of a pause before the
/// request is made again.
sealed interface Phase {
  /// The plan of a phase that brings or installs a release.
  default Optional<Plan> findPlan() {
    return switch (this) {
      case New _, Inspecting _, Idle _, Refreshing _, SwitchingFlags _, ProvingFlags _ ->
          Optional.empty();
      case Finding(var purpose, _) -> purpose.findPlan();
      case Reading(var purpose, _) -> purpose.findPlan();
      case CheckingReady phase -> Optional.of(phase.plan());
      case CheckingBase phase -> Optional.of(phase.plan());
      case MeasuringRoom phase -> Optional.of(phase.plan());
      case Overwriting phase -> Optional.of(phase.plan());
      case CheckingOverwritten phase -> Optional.of(phase.plan());
      case CheckingStep phase -> Optional.of(phase.plan());
      case CheckingPart phase -> Optional.of(phase.plan());
      case FetchingPatch phase -> Optional.of(phase.plan());
      case CheckingPatch phase -> Optional.of(phase.plan());
      case RecheckingBase phase -> Optional.of(phase.plan());
      case Applying phase -> Optional.of(phase.plan());
      case FetchingSliceList phase -> Optional.of(phase.plan());
      case CheckingSlices phase -> Optional.of(phase.plan());
      case FetchingSlice phase -> Optional.of(phase.plan());
      case CheckingResult phase -> Optional.of(phase.plan());
      case LookingBefore phase -> Optional.of(phase.plan());
      case Switching phase -> Optional.of(phase.plan());
      case CheckingSwitched phase -> Optional.of(phase.plan());
      case Reloading phase -> Optional.of(phase.trial().plan());
      case Proving phase -> Optional.of(phase.trial().plan());
      case CheckingProven phase -> Optional.of(phase.trial().plan());
      case CheckingPrevious phase -> Optional.of(phase.trial().plan());
      case Returning phase -> Optional.of(phase.trial().plan());
      case CheckingReturned phase -> Optional.of(phase.trial().plan());
      case ReloadingReturned phase -> Optional.of(phase.trial().plan());
    };
  }

  /// Whether it brings a release of this rollout and may still be stopped: the switch and what
  /// follows from it may not.
  default boolean isBringing(RolloutId rollout) {
    boolean hasSwitched =
        switch (this) {
          case Switching _,
              Overwriting _,
              CheckingOverwritten _,
              CheckingSwitched _,
              Reloading _,
              Proving _,
              CheckingProven _,
              CheckingPrevious _,
              Returning _,
              CheckingReturned _,
              ReloadingReturned _ ->
              true;
          default -> false;
        };
    return !hasSwitched && findPlan().filter(plan -> plan.rollout().equals(rollout)).isPresent();
  }

  /// Whether it is work for this rollout.
  default boolean isAbout(RolloutId rollout) {
    return (this instanceof Finding(var found, _) && found.isAbout(rollout))
        || (this instanceof Reading(var read, _) && read.isAbout(rollout))
        || findPlan().filter(plan -> plan.rollout().equals(rollout)).isPresent();
  }

  /// Waits for the answer to a fetch.
  sealed interface AwaitsBytes extends Phase {}

  /// Waits for digests of what is on disk.
  sealed interface AwaitsDigests extends Phase {}

  /// Waits for something to be done on disk.
  sealed interface AwaitsDisk extends Phase {}

  /// Before the first event.
  record New() implements Phase {}

  /// Digests the installed file after a start, to learn what a power cut left behind.
  record Inspecting() implements AwaitsDigests {}

  /// Waits for the next refresh, an announcement, or its place in a wave's window.
  record Idle() implements Phase {}

  /// Fetches the metadata that `refresh` asks for.
  ///
  /// @param isForced whether the edge node must ask its upstream
  record Refreshing(Refresh refresh, boolean isForced) implements AwaitsBytes {}

  /// Fetches the delegated metadata that `lookup` asks for.
  record Finding(Purpose purpose, TargetLookup lookup) implements AwaitsBytes {}

  /// Fetches a small target.
  record Reading(Purpose purpose, TrustedTarget target) implements AwaitsBytes {}

  /// Digests the artifact's download: after a restart all of it may be there.
  record CheckingReady(Plan plan) implements AwaitsDigests {}

  /// Digests the installed file, to know from which base a patch could start.
  record CheckingBase(Plan plan) implements AwaitsDigests {}

  /// Looks whether the result finds room beside the installed file.
  record MeasuringRoom(Plan plan, Delta delta) implements Phase {}

  /// Makes the artifact over the installed file, which nobody else may look at.
  ///
  /// @param attempt 1 or more, counted since the last start
  record Overwriting(Plan plan, InPlaceOrder order, int attempt) implements Phase {}

  /// Digests the installed file after it was overwritten.
  record CheckingOverwritten(Plan plan) implements AwaitsDigests {}

  /// Digests what the step before gave: after a restart it may be there already.
  ///
  /// @param isJustMade whether it was made in this run, so that it must be there
  record CheckingStep(Plan plan, Delta delta, boolean isJustMade) implements AwaitsDigests {}

  /// Looks how much of the patch is there already.
  record CheckingPart(Plan plan, Delta delta) implements AwaitsDigests {}

  /// Fetches the patch part by part.
  ///
  /// @param startBytes how much is on disk
  record FetchingPatch(Plan plan, Delta delta, long startBytes)
      implements AwaitsBytes, AwaitsDisk {}

  /// Digests the whole patch, which was refused, to learn whether it is the one that was meant.
  record CheckingPatch(Plan plan, Delta delta) implements AwaitsDigests {}

  /// Digests the base once more, after the right patch could not be applied to it.
  record RecheckingBase(Plan plan, Delta delta) implements AwaitsDigests {}

  /// Applies what is there of the patch.
  ///
  /// @param availableBytes how much is there
  record Applying(Plan plan, Delta delta, long availableBytes) implements AwaitsDisk {}

  /// Fetches the artifact's slice list.
  record FetchingSliceList(Plan plan) implements AwaitsBytes {}

  /// Digests the slices that are on disk already.
  record CheckingSlices(Plan plan, SliceList list) implements AwaitsDigests {}

  /// Fetches one slice and writes it.
  ///
  /// @param missing slices that were not on disk, ascending
  /// @param at which of them is under way
  record FetchingSlice(Plan plan, SliceList list, List<Integer> missing, int at)
      implements AwaitsBytes, AwaitsDisk {
    public FetchingSlice {
      missing = List.copyOf(missing);
    }

    int slice() {
      return missing.get(at);
    }

    ByteRange.Part range() {
      long start = slice() * list.sliceLengthBytes();
      return new ByteRange.Part(
          start, Math.min(start + list.sliceLengthBytes(), list.lengthBytes()));
    }
  }

  /// Digests the artifact's download.
  ///
  /// @param origin where its bytes came from
  record CheckingResult(Plan plan, Origin origin) implements AwaitsDigests {}

  /// Looks what the switch takes the place of.
  ///
  /// @param inPlace how the artifact is made over the installed file; absent if it replaces it
  record LookingBefore(Plan plan, Optional<InPlaceOrder> inPlace) implements Phase {}

  /// Puts the artifact in place.
  record Switching(Plan plan) implements AwaitsDisk {}

  /// Digests the installed file after the disk failed in the switch, which may have happened.
  ///
  /// @param problem what the disk said
  record CheckingSwitched(Plan plan, String problem) implements AwaitsDigests {}

  /// Lets what reads the new document read it.
  record Reloading(Job.Trial trial) implements Phase {}

  /// Looks now and then whether the new version is healthy.
  ///
  /// @param spent how much of the deadline is used up
  /// @param detail what the latest look said
  record Proving(Job.Trial trial, Duration spent, String detail) implements Phase {}

  /// Digests the installed file, which was found healthy: somebody may have put the previous one
  /// back.
  record CheckingProven(Job.Trial trial) implements AwaitsDigests {}

  /// Digests the previous file before it is put back.
  ///
  /// @param attempt 1 or more, counted since the last start
  record CheckingPrevious(Job.Trial trial, int attempt) implements AwaitsDigests {}

  /// Puts the previous file back.
  ///
  /// @param attempt 1 or more, counted since the last start
  record Returning(Job.Trial trial, int attempt) implements AwaitsDisk {}

  /// Digests the installed file after the previous one was put back, and once before that.
  ///
  /// @param attempt how often it was put back since the last start
  /// @param problem what is wrong if it is not the previous one
  record CheckingReturned(Job.Trial trial, int attempt, String problem) implements AwaitsDigests {}

  /// Lets what reads the document read the previous one again.
  ///
  /// @param addition what to say beside the reason why the device went back
  record ReloadingReturned(Job.Trial trial, String addition) implements Phase {}

  /// Lets the program read what the ring has switched, or after a start what it should have read.
  ///
  /// @param next what follows
  record SwitchingFlags(AfterFlags next) implements Phase {}

  /// Looks now and then whether the program is healthy with what was switched.
  ///
  /// @param next what follows
  /// @param spent how much of the deadline is used up
  /// @param detail what the latest look said
  record ProvingFlags(AfterFlags next, Duration spent, String detail) implements Phase {}

  /// What follows once the flags are switched, or could not be.
  sealed interface AfterFlags {
    /// The device looks at the repository, as after each start.
    record Look() implements AfterFlags {}

    /// It decides upon the document that it was reading.
    record Decide(RingsDocument document) implements AfterFlags {}
  }

  /// Where the bytes of an artifact came from.
  enum Origin {
    /// A patch gave them.
    PATCH,
    /// The edge node gave them, slice by slice.
    SLICES,
    /// An earlier run checked them, or a power cut fell into the switch.
    EARLIER
  }

  /// Why a target is looked up.
  sealed interface Purpose {
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
}
