package dev.sluice.update;

import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.ObjectPaths;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.Phase.Applying;
import dev.sluice.update.Phase.CheckingPart;
import dev.sluice.update.Phase.CheckingPatch;
import dev.sluice.update.Phase.CheckingResult;
import dev.sluice.update.Phase.CheckingStep;
import dev.sluice.update.Phase.FetchingPatch;
import dev.sluice.update.Phase.Origin;
import dev.sluice.update.Phase.RecheckingBase;
import dev.sluice.update.Request.Bytes;
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
import dev.sluice.update.port.UpdateEvent.Answer;
import dev.sluice.update.port.UpdateEvent.Digested;
import dev.sluice.update.port.UpdateEvent.PatchAdvanced;
import dev.sluice.update.verify.DigestCheck;
import java.util.Set;

/// Brings an artifact by patches: each is applied while it is fetched, part by part.
///
/// The patch's digest is not waited for: whatever its bytes are, applying them is safe, and the
/// result has a digest of its own. Only of a patch that is refused the digest is looked at, since
/// it
/// tells damage on the way from a patch that is no good.
final class Patching {
  private Patching() {}

  /// Looks for a way from a base.
  static void find(Run run, Plan plan, PatchBase base) {
    Lookup.findDelta(run, plan, base);
  }

  /// Where the descriptor of the patches from a base stands.
  static String descriptorPath(Plan plan, PatchBase base) {
    var product = plan.release().product();
    Digest result = plan.artifact().digest();
    return switch (base) {
      case PatchBase.Nothing _ -> DeltaDescriptor.path(product, result, new DeltaBase.None());
      case PatchBase.File(_, var digest) -> DeltaDescriptor.path(product, result, digest);
    };
  }

  /// Judges a descriptor that the deltas role vouches for.
  static void found(Run run, Plan plan, PatchBase base, DeltaDescriptor descriptor) {
    boolean fits =
        descriptor.path().equals(descriptorPath(plan, base))
            && descriptor.resultLengthBytes() == plan.artifact().lengthBytes();
    if (!fits) {
      Transfer.nextRoute(run, plan, "the delta descriptor speaks of other artifacts");
    } else if (descriptor.memoryBytes() > run.settings.maxMemoryBytes()) {
      Transfer.nextRoute(
          run,
          plan,
          "the patch needs %d bytes of memory, allowed are %d"
              .formatted(descriptor.memoryBytes(), run.settings.maxMemoryBytes()));
    } else if (descriptor.work().compareTo(run.settings.maxWork()) > 0) {
      Transfer.nextRoute(
          run,
          plan,
          "the patch is work of %d ms, allowed are %d"
              .formatted(descriptor.work().toMillis(), run.settings.maxWork().toMillis()));
    } else {
      var delta = Delta.of(base, descriptor);
      run.add(new Effect.KeepDownloads(delta.files()));
      if (InPlace.isWorthMeasuring(run, delta)) {
        InPlace.measure(run, plan, delta);
      } else {
        findStep(run, plan, delta.atStep(descriptor.steps().size() - 1));
      }
    }
  }

  /// Goes on with this step if the one before it is done, else with an earlier one.
  private static void findStep(Run run, Plan plan, Delta delta) {
    if (!delta.isFirst() && delta.stepBase() instanceof PatchBase.File(var before, _)) {
      run.digest(new CheckingStep(plan, delta, false), before);
    } else {
      beginStep(run, plan, delta);
    }
  }

  static void stepChecked(Run run, CheckingStep phase, Answer answer) {
    Delta delta = phase.delta();
    if (DigestCheck.isPassed(answer, delta.stepBase().digest())) {
      beginStep(run, phase.plan(), delta);
    } else if (phase.isJustMade()) {
      Transfer.nextRoute(run, phase.plan(), "the patch gave something else");
    } else {
      findStep(run, phase.plan(), delta.atStep(delta.at() - 1));
    }
  }

  /// What the steps before left behind goes, but for the result of the last one.
  static void beginStep(Run run, Plan plan, Delta delta) {
    Transfer.remember(run, plan, Job.Step.APPLYING);
    run.add(new Effect.KeepDownloads(delta.stepFiles()));
    run.digest(new CheckingPart(plan, delta), delta.file());
  }

  static void partChecked(Run run, CheckingPart phase, Answer answer) {
    Delta delta = phase.delta();
    long whole = delta.step().patchLengthBytes();
    long there = answer instanceof Digested digested ? digested.lengthBytes() : 0;
    long usable = there == whole ? whole : there - there % run.settings.pieces().partBytes();
    boolean isOther =
        there > whole || (there == whole && !DigestCheck.isPassed(answer, delta.step().patch()));
    if (isOther) {
      run.add(new Effect.KeepDownloads(delta.stepSources()));
      fetch(run, phase.plan(), delta, 0);
    } else if (usable == 0) {
      fetch(run, phase.plan(), delta, 0);
    } else if (delta.isInPlace() && usable < whole) {
      fetch(run, phase.plan(), delta, usable);
    } else if (delta.isInPlace()) {
      InPlace.whenReady(run, phase.plan(), delta);
    } else {
      advance(run, phase.plan(), delta, usable);
    }
  }

  private static void fetch(Run run, Plan plan, Delta delta, long start) {
    long end = Math.min(start + run.settings.pieces().partBytes(), delta.step().patchLengthBytes());
    var range = new ByteRange.Part(start, end);
    run.enter(
        new FetchingPatch(plan, delta, start),
        new Bytes(
            delta.name(),
            ObjectPaths.patch(delta.step().patch()),
            range,
            range.lengthBytes(),
            delta.isSecondTry()));
  }

  static void partFetched(Run run, FetchingPatch phase, Content content) {
    long length = Transfer.lengthOf(run.wantedBytes());
    if (content.lengthBytes() != length) {
      partRefused(run, phase, Transfer.lengthMismatch(length, content));
      return;
    }
    var next = new FetchingPatch(phase.plan(), phase.delta(), phase.startBytes() + length);
    run.enter(
        next,
        number -> new Effect.Write(number, phase.delta().file(), phase.startBytes(), content));
  }

  static void partRefused(Run run, FetchingPatch phase, String reason) {
    if (!run.refuse(reason)) {
      Transfer.nextRoute(run, phase.plan(), "the patch was refused twice");
    }
  }

  static void partWritten(Run run, FetchingPatch phase) {
    Delta delta = phase.delta();
    if (!delta.isWantedWhole()) {
      advance(run, phase.plan(), delta, phase.startBytes());
    } else if (phase.startBytes() < delta.step().patchLengthBytes()) {
      fetch(run, phase.plan(), delta, phase.startBytes());
    } else {
      run.digest(new CheckingPatch(phase.plan(), delta), delta.file());
    }
  }

  private static void advance(Run run, Plan plan, Delta delta, long availableBytes) {
    run.enter(
        new Applying(plan, delta, availableBytes),
        number -> new Effect.AdvancePatch(number, delta.order(run.settings), availableBytes));
  }

  static void advanced(Run run, Applying phase, PatchAdvanced answer) {
    Plan plan = phase.plan();
    Delta delta = started(run, phase.delta(), answer.start());
    switch (answer.progress()) {
      case PatchProgress.Waiting _ -> fetch(run, plan, delta, phase.availableBytes());
      case PatchProgress.Going _ -> advance(run, plan, delta, phase.availableBytes());
      case PatchProgress.Finished(var madeBytes) -> {
        run.log(
            Severity.INFO,
            "applied patch",
            "patch",
            delta.prefix(),
            "resultBytes",
            String.valueOf(delta.step().resultLengthBytes()),
            "madeBytes",
            String.valueOf(madeBytes));
        finished(run, plan, delta);
      }
      case PatchProgress.Refused(var fault, var detail) ->
          refused(run, phase, delta.objectedTo(detail), fault);
    }
  }

  private static Delta started(Run run, Delta delta, PatchStart start) {
    return switch (start) {
      case PatchStart.Continued _, PatchStart.Anew _ -> delta;
      case PatchStart.Resumed(var patchBytes, var resultBytes) -> {
        run.log(
            Severity.INFO,
            "resuming patch",
            "patch",
            delta.prefix(),
            "patchBytes",
            String.valueOf(patchBytes),
            "resultBytes",
            String.valueOf(resultBytes));
        yield delta.resumed();
      }
      case PatchStart.Restarted(var reason) -> {
        run.log(Severity.WARN, "beginning a patch anew", "patch", delta.prefix(), "reason", reason);
        yield delta;
      }
    };
  }

  private static void finished(Run run, Plan plan, Delta delta) {
    if (delta.isLast()) {
      run.digest(new CheckingResult(plan, Origin.PATCH), plan.file());
    } else {
      run.digest(
          new CheckingStep(plan, delta.atStep(delta.at() + 1), true),
          new LocalFile.Artifact(delta.step().result()));
    }
  }

  /// Damage on the way, or a patch that is no good? The digest of all of it tells. What is missing
  /// of it is brought for that, unless its header alone says enough.
  private static void refused(Run run, Applying phase, Delta delta, PatchProgress.Fault fault) {
    Plan plan = phase.plan();
    if (fault == PatchProgress.Fault.BASE) {
      Transfer.nextRoute(run, plan, delta.objection());
    } else if (phase.availableBytes() == delta.step().patchLengthBytes()) {
      run.digest(new CheckingPatch(plan, delta), delta.file());
    } else if (fault == PatchProgress.Fault.HEADER || delta.isSecondTry()) {
      tryAgain(run, plan, delta, delta.objection());
    } else {
      fetch(run, plan, delta, phase.availableBytes());
    }
  }

  static void patchChecked(Run run, CheckingPatch phase, Answer answer) {
    Delta delta = phase.delta();
    Digest expected = delta.step().patch();
    if (!DigestCheck.isPassed(answer, expected)) {
      tryAgain(
          run,
          phase.plan(),
          delta,
          answer instanceof Digested digested
              ? DigestCheck.mismatch(expected, digested.digest())
              : "the file must be there after it was written, it is not");
      return;
    }
    if (delta.isInPlace()) {
      InPlace.whenReady(run, phase.plan(), delta);
      return;
    }
    switch (delta.stepBase()) {
      case PatchBase.Nothing _ -> noGood(run, phase.plan(), delta);
      case PatchBase.File(var file, _) -> run.digest(new RecheckingBase(phase.plan(), delta), file);
    }
  }

  /// Fetches the patch past the caches, once; nothing of what was made of it is believed any more.
  private static void tryAgain(Run run, Plan plan, Delta delta, String reason) {
    run.log(
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
    if (delta.isSecondTry()) {
      Transfer.nextRoute(run, plan, "the patch was refused twice");
    } else {
      run.add(new Effect.KeepDownloads(delta.stepSources()));
      fetch(run, plan, delta.triedAgain(), 0);
    }
  }

  static void baseRechecked(Run run, RecheckingBase phase, Answer answer) {
    if (DigestCheck.isPassed(answer, phase.delta().stepBase().digest())) {
      noGood(run, phase.plan(), phase.delta());
    } else {
      Transfer.nextRoute(
          run, phase.plan(), "the installed file changed while the patch was applied");
    }
  }

  /// The right patch of the right base does not give the result. If it went on from a checkpoint,
  /// that is the suspect: what was made before it may have changed on the disk.
  private static void noGood(Run run, Plan plan, Delta delta) {
    if (delta.isResumed()) {
      run.log(
          Severity.WARN,
          "applying patch anew",
          "patch",
          delta.prefix(),
          "reason",
          delta.objection());
      Set<LocalFile> kept = delta.stepSources();
      kept.add(delta.file());
      run.add(new Effect.KeepDownloads(kept));
      advance(run, plan, delta.begunAnew(), delta.step().patchLengthBytes());
    } else {
      run.log(
          Severity.WARN,
          "refused patch, it cannot be applied",
          "patch",
          delta.prefix(),
          "reason",
          delta.objection());
      Transfer.nextRoute(run, plan, "the patch cannot be applied");
    }
  }
}
