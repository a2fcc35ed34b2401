package dev.sluice.update;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.OutcomeReason.Code;
import dev.sluice.events.confirmation.OutcomeReason.Step;
import dev.sluice.events.report.Progress;
import dev.sluice.update.Phase.CheckingResult;
import dev.sluice.update.Phase.CheckingSwitched;
import dev.sluice.update.Phase.Inspecting;
import dev.sluice.update.Phase.Origin;
import dev.sluice.update.Phase.Switching;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Answer;
import dev.sluice.update.port.UpdateEvent.Digested;
import dev.sluice.update.verify.DigestCheck;
import java.util.Optional;

/// Checks the result and switches to it; [Ending] says how that ended.
final class Switch {
  private Switch() {}

  /// Looks at the installed file after a start: a power cut may have fallen into the switch.
  static void inspected(Run run, Answer answer) {
    UpdateMemory memory = run.memory;
    if (memory.job() instanceof Job.Trial trial) {
      Proof.resume(run, trial, answer);
      return;
    }
    if (memory.job() instanceof Job.Underway(Plan plan, Job.Step step, _)
        && step == Job.Step.SWITCHING) {
      if (DigestCheck.isPassed(answer, plan.artifact().digest())) {
        run.memory = Telling.noted(run, plan, new Progress.Switched());
        installed(run, plan);
      } else {
        run.digest(new CheckingResult(plan, Origin.EARLIER), plan.file());
      }
      return;
    }
    if (memory.installed() instanceof Installed.Release release
        && !DigestCheck.isPassed(answer, release.artifact())) {
      run.log(
          Severity.WARN,
          "the installed file was changed by somebody else",
          "release",
          release.release().toString(),
          "expected",
          release.artifact().prefix(),
          "found",
          answer instanceof Digested digested ? digested.digest().prefix() : "no file");
      run.remember(memory.withInstalled(new Installed.Nothing()));
    }
    if (run.memory.installed() instanceof Installed.Release) {
      Flags.restore(run);
    } else {
      Cycle.begin(run);
    }
  }

  static void inspect(Run run) {
    run.digest(new Inspecting(), new LocalFile.Installed());
  }

  static void resultChecked(Run run, CheckingResult phase, Answer answer) {
    Plan plan = phase.plan();
    if (DigestCheck.isPassed(answer, plan.artifact().digest())) {
      switch (phase.origin()) {
        case PATCH -> {
          Telling.fetched(run, plan);
          Telling.note(run, plan, new Progress.Applied());
          whenReady(run, plan);
        }
        case SLICES -> {
          Telling.fetched(run, plan);
          whenReady(run, plan);
        }
        case EARLIER -> begin(run, plan);
      }
      return;
    }
    String reason = DigestCheck.problem(answer, plan.artifact().digest());
    switch (phase.origin()) {
      case PATCH -> {
        run.log(Severity.WARN, "refused the patch's result", "reason", reason);
        Transfer.nextRoute(run, plan, "the patch gave something else");
      }
      case SLICES ->
          Ending.failedBeyondRepair(
              run, plan, Ending.reason(Code.CORRUPT, Step.FETCH, "artifact refused: " + reason));
      case EARLIER -> {
        run.log(Severity.WARN, "refused the stored download", "reason", reason);
        run.remember(run.memory.withJob(new Job.Nothing()));
        Cycle.begin(run);
      }
    }
  }

  /// Everything is there and right. Before the switch the device makes sure that it still shall.
  static void whenReady(Run run, Plan plan) {
    if (isFresh(run)) {
      begin(run, plan);
    } else {
      Transfer.remember(run, plan, Job.Step.READY);
      Cycle.begin(run);
    }
  }

  /// Whether the device has looked lately enough to switch.
  static boolean isFresh(Run run) {
    return run.now.isBefore(run.sync.refreshedAt().plus(Limits.MAX_AGE_AT_SWITCH));
  }

  /// Whether the rollout is held; if so, the device rests until that ends.
  static boolean isHeld(Run run, Plan plan) {
    boolean isHeld = run.memory.holding().holds(plan.rollout(), run.agentTime());
    if (isHeld) {
      Cycle.idleUntil(run, run.memory.holding().until());
    }
    return isHeld;
  }

  private static void begin(Run run, Plan plan) {
    if (isHeld(run, plan)) {
      return;
    }
    if (Maintenance.isClosed(run, plan)) {
      Transfer.remember(run, plan, Job.Step.READY);
      return;
    }
    if (run.settings.isProofAsked()) {
      Proof.lookBefore(run, plan, Optional.empty());
    } else {
      Transfer.remember(run, plan, Job.Step.SWITCHING);
      install(run, plan);
    }
  }

  /// The memory says that the switch has begun.
  static void install(Run run, Plan plan) {
    run.enter(new Switching(plan), number -> new Effect.Install(number, plan.artifact().digest()));
  }

  /// The artifact is in place, and the previous file beside it.
  static void installed(Run run, Switching phase) {
    run.memory = Telling.noted(run, phase.plan(), new Progress.Switched());
    if (run.memory.job() instanceof Job.Trial trial) {
      Proof.prove(run, trial);
    } else {
      installed(run, phase.plan());
    }
  }

  /// A disk may fail after the artifact took its place: the installed file's digest tells.
  static void failed(Run run, Switching phase, String detail) {
    run.digest(new CheckingSwitched(phase.plan(), detail), new LocalFile.Installed());
  }

  static void switchedChecked(Run run, CheckingSwitched phase, Answer answer) {
    if (DigestCheck.isPassed(answer, phase.plan().artifact().digest())) {
      run.log(Severity.WARN, "the disk failed after the switch", "reason", phase.problem());
      installed(run, new Switching(phase.plan()));
    } else {
      Ending.failedBeyondRepair(
          run, phase.plan(), Ending.reason(Code.DISK, Step.INSTALL, "disk: " + phase.problem()));
    }
  }

  private static void installed(Run run, Plan plan) {
    Ending.installed(run, plan, OutcomeReason.none());
  }
}
