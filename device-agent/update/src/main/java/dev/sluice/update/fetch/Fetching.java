package dev.sluice.update.fetch;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.report.Progress;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.fetch.FetchPhase.Applying;
import dev.sluice.update.fetch.FetchPhase.AwaitsBytes;
import dev.sluice.update.fetch.FetchPhase.AwaitsDigests;
import dev.sluice.update.fetch.FetchPhase.AwaitsDisk;
import dev.sluice.update.fetch.FetchPhase.AwaitsRoom;
import dev.sluice.update.fetch.FetchPhase.CheckingBase;
import dev.sluice.update.fetch.FetchPhase.CheckingPart;
import dev.sluice.update.fetch.FetchPhase.CheckingPatch;
import dev.sluice.update.fetch.FetchPhase.CheckingReady;
import dev.sluice.update.fetch.FetchPhase.CheckingSlices;
import dev.sluice.update.fetch.FetchPhase.CheckingStep;
import dev.sluice.update.fetch.FetchPhase.FetchingPatch;
import dev.sluice.update.fetch.FetchPhase.FetchingSlice;
import dev.sluice.update.fetch.FetchPhase.FetchingSliceList;
import dev.sluice.update.fetch.FetchPhase.MeasuringRoom;
import dev.sluice.update.fetch.FetchPhase.MeasuringWhole;
import dev.sluice.update.fetch.FetchPhase.RecheckingBase;
import dev.sluice.update.file.Content;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Digested;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.port.UpdateEvent.PatchAdvanced;
import dev.sluice.update.port.UpdateEvent.RoomMeasured;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Request.Bytes;
import dev.sluice.update.turn.Turn;
import dev.sluice.update.verify.DigestCheck;

/// Chooses the way that the bytes of an artifact come, and takes what comes.
public final class Fetching {
  private Fetching() {}

  /// The step begins.
  public static Move<FetchPhase> begin(Turn turn, Next.ToFetch why) {
    return switch (why) {
      case Next.Bring(var plan) -> bring(turn, plan);
      case Next.TakeNextRoute(var plan, var reason) -> nextRoute(turn, plan, reason);
      case Next.TryPatches(var plan, var base, var descriptor) ->
          Patching.begin(turn, plan, base, descriptor);
    };
  }

  /// Begins with a plan that was just decided.
  private static Move<FetchPhase> bring(Turn turn, Plan plan) {
    Turn started = Telling.noted(turn, plan, new Progress.Started());
    return started
        .remember(started.memory().withStep(plan, Job.Step.FETCHING))
        .log(
            Severity.INFO,
            "release chosen",
            "release",
            plan.release().toString(),
            "artifact",
            plan.artifact().digest().prefix(),
            "rollout",
            plan.rollout().toString())
        .digest(new CheckingReady(plan), plan.file());
  }

  private static Move<FetchPhase> readyChecked(Turn turn, CheckingReady phase, Examined found) {
    Plan plan = phase.plan();
    return DigestCheck.isPassed(found, plan.artifact().digest())
        ? Telling.wasFetched(turn, plan).go(new Next.Switch(plan))
        : turn.digest(new CheckingBase(plan), new LocalFile.Installed());
  }

  private static Move<FetchPhase> baseChecked(Turn turn, CheckingBase phase, Examined found) {
    Plan plan = phase.plan();
    if (DigestCheck.isPassed(found, plan.artifact().digest())) {
      return turn.go(new Next.Prove(Job.Trial.withoutReturn(plan, "", "")));
    }
    return switch (turn.memory().job().routeOf(plan)) {
      case PATCH ->
          found instanceof Digested installed
              ? turn.go(
                  new Next.FindPatches(
                      plan, new PatchBase.File(new LocalFile.Installed(), installed.digest())))
              : nextRoute(turn, plan, "nothing is installed");
      case COMPRESSED -> turn.go(new Next.FindPatches(plan, new PatchBase.Nothing()));
      case SLICES -> Slices.begin(turn, plan);
    };
  }

  /// Gives up on the way that the bytes come now, for good: any doubt means the next one.
  static Move<FetchPhase> nextRoute(Turn turn, Plan plan, String reason) {
    Job.Route next =
        turn.memory().job().routeOf(plan) == Job.Route.PATCH
            ? Job.Route.COMPRESSED
            : Job.Route.SLICES;
    Turn logged =
        turn.log(
            Severity.INFO,
            "fetching the full artifact",
            "route",
            next.jsonName(),
            "reason",
            reason,
            "artifact",
            plan.artifact().digest().prefix());
    Turn remembered =
        logged.remember(logged.memory().withJob(new Job.Underway(plan, Job.Step.FETCHING, next)));
    return next == Job.Route.COMPRESSED
        ? remembered.go(new Next.FindPatches(plan, new PatchBase.Nothing()))
        : Slices.begin(remembered, plan);
  }

  /// The edge node gave bytes.
  public static Move<FetchPhase> fetched(
      Turn turn, FetchPhase waiting, Bytes want, Content content) {
    Turn came = Telling.came(turn, content);
    return switch (Turn.require(waiting, AwaitsBytes.class)) {
      case FetchingPatch phase -> Patching.partFetched(came, phase, want, content);
      case FetchingSliceList phase -> Slices.listFetched(came, phase, want, content);
      case FetchingSlice phase -> Slices.fetched(came, phase, want, content);
    };
  }

  /// The edge node says that there is no such object.
  ///
  /// @param reason what to say of it
  public static Move<FetchPhase> absent(Turn turn, FetchPhase waiting, Bytes want, String reason) {
    return switch (Turn.require(waiting, AwaitsBytes.class)) {
      case FetchingPatch phase -> Patching.partRefused(turn, phase, want, reason);
      case FetchingSliceList phase -> Slices.listRefused(turn, phase, want, reason);
      case FetchingSlice phase -> Slices.refused(turn, phase, want, reason);
    };
  }

  /// The edge node did not answer often enough.
  public static Move<FetchPhase> unreachable(Turn turn, FetchPhase waiting, String detail) {
    return Telling.waits(
            turn.log(Severity.WARN, "edge node unreachable", "detail", detail),
            waiting.plan(),
            "edge node unreachable: " + detail)
        .rest();
  }

  /// What is on disk was digested.
  public static Move<FetchPhase> examined(Turn turn, FetchPhase waiting, Examined found) {
    return switch (Turn.require(waiting, AwaitsDigests.class)) {
      case CheckingReady phase -> readyChecked(turn, phase, found);
      case CheckingBase phase -> baseChecked(turn, phase, found);
      case CheckingStep phase -> Patching.stepChecked(turn, phase, found);
      case CheckingPart phase -> Patching.partChecked(turn, phase, found);
      case CheckingPatch phase -> Patching.patchChecked(turn, phase, found);
      case RecheckingBase phase -> Patching.baseRechecked(turn, phase, found);
      case CheckingSlices phase -> Slices.checked(turn, phase, found);
    };
  }

  /// A part was written.
  public static Move<FetchPhase> done(Turn turn, FetchPhase waiting) {
    return switch (Turn.require(waiting, AwaitsDisk.class)) {
      case FetchingPatch phase -> Patching.partWritten(turn, phase);
      case FetchingSlice phase -> Slices.written(turn, phase);
      case Applying phase ->
          throw new IllegalStateException("patch advanced must come in phase " + phase);
    };
  }

  /// The disk failed.
  public static Move<FetchPhase> diskFailed(Turn turn, FetchPhase waiting, String detail) {
    AwaitsDisk phase = Turn.require(waiting, AwaitsDisk.class);
    return phase instanceof Applying
        ? Ending.cannotNow(
            turn,
            phase.plan(),
            Job.Step.APPLYING,
            OutcomeReason.Step.APPLY,
            "the patch cannot be applied: " + detail)
        : Ending.cannotNow(
            turn,
            phase.plan(),
            Job.Step.FETCHING,
            OutcomeReason.Step.FETCH,
            "the download cannot be written: " + detail);
  }

  /// A patch was applied some way, or cannot be.
  public static Move<FetchPhase> advanced(Turn turn, FetchPhase waiting, PatchAdvanced answer) {
    return Patching.advanced(turn, Turn.require(waiting, Applying.class), answer);
  }

  /// The device knows how much room there is, and whether it may write there.
  public static Move<FetchPhase> measured(Turn turn, FetchPhase waiting, RoomMeasured room) {
    AwaitsRoom phase = Turn.require(waiting, AwaitsRoom.class);
    if (!room.obstacle().isEmpty()) {
      return cannotFetch(turn, phase.plan(), room.obstacle());
    }
    return switch (phase) {
      case MeasuringRoom of -> Patching.measured(turn, of, room);
      case MeasuringWhole of -> Slices.measured(turn, of, room);
    };
  }

  /// Nothing of it is fetched: there would be no place for it.
  static Move<FetchPhase> noRoom(Turn turn, Plan plan, RoomMeasured room) {
    return cannotFetch(
        turn.log(
            Severity.DEBUG, "no room", "roomBytes", String.valueOf(room.withoutPreviousBytes())),
        plan,
        "no room: the release takes %d bytes beside the installed file"
            .formatted(plan.artifact().lengthBytes()));
  }

  private static Move<FetchPhase> cannotFetch(Turn turn, Plan plan, String why) {
    return Ending.cannotNow(turn, plan, Job.Step.FETCHING, OutcomeReason.Step.FETCH, why);
  }

  /// The previous copy would be replaced by the switch anyway.
  static Turn droppingPrevious(Turn turn) {
    return turn.log(Severity.INFO, "dropping the previous copy, the next finds no room beside it")
        .with(new Effect.DropPrevious());
  }

  static String lengthMismatch(long expected, Content content) {
    return "length must be %d bytes, got %d".formatted(expected, content.lengthBytes());
  }
}
