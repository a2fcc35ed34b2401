package dev.sluice.update.fetch;

import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.ObjectPaths;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.fetch.FetchPhase.Applying;
import dev.sluice.update.fetch.FetchPhase.CheckingPart;
import dev.sluice.update.fetch.FetchPhase.CheckingPatch;
import dev.sluice.update.fetch.FetchPhase.CheckingStep;
import dev.sluice.update.fetch.FetchPhase.FetchingPatch;
import dev.sluice.update.fetch.FetchPhase.MeasuringRoom;
import dev.sluice.update.fetch.FetchPhase.RecheckingBase;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.order.PatchProgress;
import dev.sluice.update.order.PatchStart;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Digested;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.port.UpdateEvent.PatchAdvanced;
import dev.sluice.update.port.UpdateEvent.RoomMeasured;
import dev.sluice.update.settings.InPlacePolicy;
import dev.sluice.update.settings.UpdateSettings;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Origin;
import dev.sluice.update.turn.Request.Bytes;
import dev.sluice.update.turn.Turn;
import dev.sluice.update.verify.DigestCheck;
import java.util.Optional;
import java.util.Set;

/// Brings an artifact by patches: each is applied while it is fetched, part by part.
///
/// The patch's digest is not waited for: whatever its bytes are, applying them is safe, and the
/// result has a digest of its own. Only of a patch that is refused the digest is looked at, since
/// it tells damage on the way from a patch that is no good. A patch that is to be applied over the
/// installed file is the exception: it is fetched whole and checked before.
final class Patching {
  private Patching() {}

  /// Begins with patches that the deltas role vouches for, unless they are of no use.
  static Move<FetchPhase> begin(Turn turn, Plan plan, PatchBase base, DeltaDescriptor descriptor) {
    return findObjection(turn.settings(), plan, base, descriptor)
        .map(objection -> Fetching.nextRoute(turn, plan, objection))
        .orElseGet(() -> begin(turn, plan, Delta.of(base, descriptor)));
  }

  private static Optional<String> findObjection(
      UpdateSettings settings, Plan plan, PatchBase base, DeltaDescriptor descriptor) {
    if (!descriptor.path().equals(plan.deltaPath(base))
        || descriptor.resultLengthBytes() != plan.artifact().lengthBytes()) {
      return Optional.of("the delta descriptor speaks of other artifacts");
    }
    if (descriptor.memoryBytes() > settings.maxMemoryBytes()) {
      return Optional.of(
          "the patch needs %d bytes of memory, allowed are %d"
              .formatted(descriptor.memoryBytes(), settings.maxMemoryBytes()));
    }
    return descriptor.work().compareTo(settings.maxWork()) > 0
        ? Optional.of(
            "the patch is work of %d ms, allowed are %d"
                .formatted(descriptor.work().toMillis(), settings.maxWork().toMillis()))
        : Optional.empty();
  }

  private static Move<FetchPhase> begin(Turn turn, Plan plan, Delta delta) {
    return turn.with(new Effect.KeepDownloads(delta.files()))
        .order(
            new MeasuringRoom(plan, delta),
            number -> new Effect.MeasureRoom(number, delta.files()));
  }

  /// Whether it may be applied in place: a device that goes through several releases on its way
  /// would have none of them whole.
  private static boolean mayBeInPlace(UpdateSettings settings, Delta delta) {
    return settings.inPlace() == InPlacePolicy.WHEN_SHORT
        && delta.base() instanceof PatchBase.File(LocalFile.Installed _, _)
        && delta.descriptor().steps().size() == 1;
  }

  static Move<FetchPhase> measured(Turn turn, MeasuringRoom phase, RoomMeasured room) {
    Plan plan = phase.plan();
    Delta delta = phase.delta();
    long needed = delta.mostRoomBytes();
    if (needed <= room.withoutPreviousBytes()) {
      Turn fitting = needed <= room.roomBytes() ? turn : Fetching.droppingPrevious(turn);
      return findStep(fitting, plan, delta.atStep(delta.descriptor().steps().size() - 1));
    }
    if (!mayBeInPlace(turn.settings(), delta)) {
      return plan.artifact().lengthBytes() <= room.withoutPreviousBytes()
          ? Fetching.nextRoute(turn, plan, "there is no room for the patch beside its result")
          : Fetching.noRoom(turn, plan, room);
    }
    return beginStep(
        turn.log(
            Severity.INFO,
            "applying in place, there is no room for two copies",
            "neededBytes",
            String.valueOf(needed),
            "roomBytes",
            String.valueOf(room.withoutPreviousBytes())),
        plan,
        delta.inPlace());
  }

  /// Goes on with this step if the one before it is done, else with an earlier one.
  private static Move<FetchPhase> findStep(Turn turn, Plan plan, Delta delta) {
    return !delta.isFirst() && delta.stepBase() instanceof PatchBase.File(var before, _)
        ? turn.digest(new CheckingStep(plan, delta, false), before)
        : beginStep(turn, plan, delta);
  }

  static Move<FetchPhase> stepChecked(Turn turn, CheckingStep phase, Examined found) {
    Delta delta = phase.delta();
    if (DigestCheck.isPassed(found, delta.stepBase().digest())) {
      return beginStep(turn, phase.plan(), delta);
    }
    return phase.isJustMade()
        ? Fetching.nextRoute(turn, phase.plan(), "the patch gave something else")
        : findStep(turn, phase.plan(), delta.atStep(delta.at() - 1));
  }

  /// What the steps before left behind goes, but for the result of the last one.
  private static Move<FetchPhase> beginStep(Turn turn, Plan plan, Delta delta) {
    return turn.remember(turn.memory().withStep(plan, Job.Step.APPLYING))
        .with(new Effect.KeepDownloads(delta.stepFiles()))
        .digest(new CheckingPart(plan, delta), delta.file());
  }

  static Move<FetchPhase> partChecked(Turn turn, CheckingPart phase, Examined found) {
    Plan plan = phase.plan();
    Delta delta = phase.delta();
    long whole = delta.step().patchLengthBytes();
    long there = found instanceof Digested digested ? digested.lengthBytes() : 0;
    long usable = there == whole ? whole : there - there % turn.settings().pieces().partBytes();
    boolean isOther =
        there > whole || (there == whole && !DigestCheck.isPassed(found, delta.step().patch()));
    if (isOther) {
      return fetch(turn.with(new Effect.KeepDownloads(delta.stepSources())), plan, delta, 0);
    }
    if (usable == 0 || (delta.isInPlace() && usable < whole)) {
      return fetch(turn, plan, delta, usable);
    }
    return delta.isInPlace() ? inPlaceReady(turn, plan, delta) : advance(turn, plan, delta, usable);
  }

  /// All of the patch is there and right.
  private static Move<FetchPhase> inPlaceReady(Turn turn, Plan plan, Delta delta) {
    return Telling.fetched(turn, plan)
        .go(new Next.SwitchInPlace(plan, delta.inPlaceOrder(turn.settings())));
  }

  private static Move<FetchPhase> fetch(Turn turn, Plan plan, Delta delta, long start) {
    long end =
        Math.min(start + turn.settings().pieces().partBytes(), delta.step().patchLengthBytes());
    var range = new ByteRange.Part(start, end);
    return turn.fetch(
        new FetchingPatch(plan, delta, start),
        new Bytes(
            delta.name(),
            ObjectPaths.patch(delta.step().patch()),
            range,
            range.lengthBytes(),
            delta.isSecondTry()));
  }

  static Move<FetchPhase> partFetched(Turn turn, FetchingPatch phase, Bytes want, Content content) {
    long length = want.lengthBytes();
    if (content.lengthBytes() != length) {
      return partRefused(turn, phase, want, Fetching.lengthMismatch(length, content));
    }
    return turn.order(
        new FetchingPatch(phase.plan(), phase.delta(), phase.startBytes() + length),
        number -> new Effect.Write(number, phase.delta().file(), phase.startBytes(), content));
  }

  static Move<FetchPhase> partRefused(Turn turn, FetchingPatch phase, Bytes want, String reason) {
    return turn.refuse(
        phase,
        want,
        reason,
        refused -> Fetching.nextRoute(refused, phase.plan(), "the patch was refused twice"));
  }

  static Move<FetchPhase> partWritten(Turn turn, FetchingPatch phase) {
    Plan plan = phase.plan();
    Delta delta = phase.delta();
    if (!delta.isWantedWhole()) {
      return advance(turn, plan, delta, phase.startBytes());
    }
    return phase.startBytes() < delta.step().patchLengthBytes()
        ? fetch(turn, plan, delta, phase.startBytes())
        : turn.digest(new CheckingPatch(plan, delta), delta.file());
  }

  private static Move<FetchPhase> advance(Turn turn, Plan plan, Delta delta, long availableBytes) {
    return turn.order(
        new Applying(plan, delta, availableBytes),
        number -> new Effect.AdvancePatch(number, delta.order(turn.settings()), availableBytes));
  }

  static Move<FetchPhase> advanced(Turn turn, Applying phase, PatchAdvanced answer) {
    Plan plan = phase.plan();
    Delta delta =
        answer.start() instanceof PatchStart.Resumed ? phase.delta().resumed() : phase.delta();
    Turn logged = logStart(turn, delta, answer.start());
    return switch (answer.progress()) {
      case PatchProgress.Waiting _ -> fetch(logged, plan, delta, phase.availableBytes());
      case PatchProgress.Going _ -> advance(logged, plan, delta, phase.availableBytes());
      case PatchProgress.Finished(var madeBytes) ->
          finished(
              logged.log(
                  Severity.INFO,
                  "applied patch",
                  "patch",
                  delta.prefix(),
                  "resultBytes",
                  String.valueOf(delta.step().resultLengthBytes()),
                  "madeBytes",
                  String.valueOf(madeBytes)),
              plan,
              delta);
      case PatchProgress.Refused(var fault, var detail) ->
          refused(logged, phase, delta.objectedTo(detail), fault);
    };
  }

  private static Turn logStart(Turn turn, Delta delta, PatchStart start) {
    return switch (start) {
      case PatchStart.Continued _, PatchStart.Anew _ -> turn;
      case PatchStart.Resumed(var patchBytes, var resultBytes) ->
          turn.log(
              Severity.INFO,
              "resuming patch",
              "patch",
              delta.prefix(),
              "patchBytes",
              String.valueOf(patchBytes),
              "resultBytes",
              String.valueOf(resultBytes));
      case PatchStart.Restarted(var reason) ->
          turn.log(
              Severity.WARN, "beginning a patch anew", "patch", delta.prefix(), "reason", reason);
    };
  }

  private static Move<FetchPhase> finished(Turn turn, Plan plan, Delta delta) {
    return delta.isLast()
        ? turn.go(new Next.CheckResult(plan, Origin.PATCH))
        : turn.digest(
            new CheckingStep(plan, delta.atStep(delta.at() + 1), true),
            new LocalFile.Artifact(delta.step().result()));
  }

  /// Damage on the way, or a patch that is no good? The digest of all of it tells. What is missing
  /// of it is brought for that, unless its header alone says enough.
  private static Move<FetchPhase> refused(
      Turn turn, Applying phase, Delta delta, PatchProgress.Fault fault) {
    Plan plan = phase.plan();
    if (fault == PatchProgress.Fault.BASE) {
      return Fetching.nextRoute(turn, plan, delta.objection());
    }
    if (phase.availableBytes() == delta.step().patchLengthBytes()) {
      return turn.digest(new CheckingPatch(plan, delta), delta.file());
    }
    return fault == PatchProgress.Fault.HEADER || delta.isSecondTry()
        ? tryAgain(turn, plan, delta, delta.objection())
        : fetch(turn, plan, delta, phase.availableBytes());
  }

  static Move<FetchPhase> patchChecked(Turn turn, CheckingPatch phase, Examined found) {
    Plan plan = phase.plan();
    Delta delta = phase.delta();
    Digest expected = delta.step().patch();
    if (!DigestCheck.isPassed(found, expected)) {
      return tryAgain(turn, plan, delta, DigestCheck.problem(found, expected));
    }
    if (delta.isInPlace()) {
      return inPlaceReady(turn, plan, delta);
    }
    return switch (delta.stepBase()) {
      case PatchBase.Nothing _ -> noGood(turn, plan, delta);
      case PatchBase.File(var file, _) -> turn.digest(new RecheckingBase(plan, delta), file);
    };
  }

  /// Fetches the patch past the caches, once; nothing of what was made of it is believed any more.
  private static Move<FetchPhase> tryAgain(Turn turn, Plan plan, Delta delta, String reason) {
    Turn logged =
        turn.log(
            Severity.WARN,
            "refused patch",
            "patch",
            delta.prefix(),
            "reason",
            reason,
            "path",
            ObjectPaths.patch(delta.step().patch()),
            "again",
            delta.isSecondTry() ? "no" : "with no-cache");
    return delta.isSecondTry()
        ? Fetching.nextRoute(logged, plan, "the patch was refused twice")
        : fetch(
            logged.with(new Effect.KeepDownloads(delta.stepSources())),
            plan,
            delta.triedAgain(),
            0);
  }

  static Move<FetchPhase> baseRechecked(Turn turn, RecheckingBase phase, Examined found) {
    return DigestCheck.isPassed(found, phase.delta().stepBase().digest())
        ? noGood(turn, phase.plan(), phase.delta())
        : Fetching.nextRoute(
            turn, phase.plan(), "the installed file changed while the patch was applied");
  }

  /// The right patch of the right base does not give the result. If it went on from a checkpoint,
  /// that is the suspect: what was made before it may have changed on the disk.
  private static Move<FetchPhase> noGood(Turn turn, Plan plan, Delta delta) {
    if (!delta.isResumed()) {
      return Fetching.nextRoute(
          turn.log(
              Severity.WARN,
              "refused patch, it cannot be applied",
              "patch",
              delta.prefix(),
              "reason",
              delta.objection()),
          plan,
          "the patch cannot be applied");
    }
    Set<LocalFile> kept = delta.stepSources();
    kept.add(delta.file());
    return advance(
        turn.log(
                Severity.WARN,
                "applying patch anew",
                "patch",
                delta.prefix(),
                "reason",
                delta.objection())
            .with(new Effect.KeepDownloads(kept)),
        plan,
        delta.begunAnew(),
        delta.step().patchLengthBytes());
  }
}
