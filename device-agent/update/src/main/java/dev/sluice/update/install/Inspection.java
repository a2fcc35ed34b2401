package dev.sluice.update.install;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.report.Progress;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.install.InstallPhase.Inspecting;
import dev.sluice.update.memory.Earlier;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Digested;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Origin;
import dev.sluice.update.turn.Turn;
import dev.sluice.update.verify.DigestCheck;

/// Looks at the installed file after a start: a power cut may have fallen into the switch.
final class Inspection {
  private Inspection() {}

  static Move<InstallPhase> begin(Turn turn) {
    return turn.digest(new Inspecting(), new LocalFile.Installed());
  }

  static Move<InstallPhase> inspected(Turn turn, Examined found) {
    if (turn.memory().job() instanceof Job.Trial trial) {
      return turn.go(new Next.Resume(trial, found));
    }
    if (turn.memory().job() instanceof Job.Underway(Plan plan, Job.Step step, _)
        && step == Job.Step.SWITCHING) {
      return DigestCheck.isPassed(found, plan.artifact().digest())
          ? Ending.installed(
              Telling.noted(turn, plan, new Progress.Switched()), plan, OutcomeReason.none())
          : Switches.checkResult(turn, plan, Origin.EARLIER);
    }
    return turn.memory().installed() instanceof Installed.Release release
        ? releaseInspected(turn, release, found)
        : turn.go(new Next.Look(false));
  }

  private static Move<InstallPhase> releaseInspected(
      Turn turn, Installed.Release release, Examined found) {
    if (DigestCheck.isPassed(found, release.artifact())) {
      return turn.go(new Next.RestoreFlags());
    }
    if (turn.memory().earlier() instanceof Earlier.Replaced back
        && DigestCheck.isPassed(found, back.release().artifact())) {
      return Ending.cameBack(turn, release, back);
    }
    return turn.log(
            Severity.WARN,
            "the installed file was changed by somebody else",
            "release",
            release.release().toString(),
            "expected",
            release.artifact().prefix(),
            "found",
            found instanceof Digested digested ? digested.digest().prefix() : "no file")
        .remember(turn.memory().withInstalled(new Installed.Nothing()))
        .go(new Next.Look(false));
  }
}
