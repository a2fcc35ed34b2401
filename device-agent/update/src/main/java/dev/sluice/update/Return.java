package dev.sluice.update;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.update.Phase.CheckingPrevious;
import dev.sluice.update.Phase.CheckingReturned;
import dev.sluice.update.Phase.ReloadingReturned;
import dev.sluice.update.Phase.Returning;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.plan.Fallback;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent.Answer;
import dev.sluice.update.port.UpdateEvent.Reloaded;
import dev.sluice.update.verify.DigestCheck;

/// Puts the previous version back in the place of one that did not prove its health, and lets a
/// document be read again. Part of the [UpdateMachine], which has the table.
final class Return {
  static final String BY_SOMEBODY = "somebody put the previous version back";

  private static final String NOTHING_BEFORE = "; it stays, there is no previous copy to return to";

  private Return() {}

  /// The new version is not healthy.
  ///
  /// @param detail why
  static void begin(Run run, Job.Trial trial, String detail) {
    String text = Ending.cut("not healthy: " + detail);
    switch (trial.fallback()) {
      case Fallback.Nothing _ -> kept(run, trial, text + NOTHING_BEFORE);
      case Fallback.Previous previous -> {
        run.log(
            Severity.WARN,
            "putting the previous version back",
            "reason",
            text,
            "release",
            trial.plan().release().toString(),
            "previous",
            previous.digest().prefix());
        Job.Trial returning = trial.returning(text);
        run.remember(run.memory.withJob(returning));
        checkReturned(run, returning, 0, "");
      }
    }
  }

  static void checkPrevious(Run run, Job.Trial trial, int attempt) {
    run.digest(new CheckingPrevious(trial, attempt), new LocalFile.Previous());
  }

  static void previousChecked(Run run, CheckingPrevious phase, Answer answer) {
    if (isFallback(phase.trial(), answer)) {
      run.enter(new Returning(phase.trial(), phase.attempt()), Effect.Restore::new);
    } else {
      kept(
          run,
          phase.trial(),
          phase.trial().text() + "; it stays, the previous copy is gone or was changed");
    }
  }

  static void restored(Run run, Returning phase) {
    checkReturned(run, phase.trial(), phase.attempt(), "it was changed");
  }

  /// A disk may fail after the file was put back: its digest tells.
  static void restoreFailed(Run run, Returning phase, String detail) {
    checkReturned(run, phase.trial(), phase.attempt(), detail);
  }

  /// @param attempts how often the previous file was put back
  private static void checkReturned(Run run, Job.Trial trial, int attempts, String problem) {
    run.digest(new CheckingReturned(trial, attempts, problem), new LocalFile.Installed());
  }

  static void returnedChecked(Run run, CheckingReturned phase, Answer answer) {
    Job.Trial trial = phase.trial();
    if (isFallback(trial, answer)) {
      returned(run, trial, phase.attempt() == 0 ? "; " + BY_SOMEBODY : "");
    } else if (phase.attempt() == 0) {
      checkPrevious(run, trial, 1);
    } else if (phase.attempt() < Limits.MAX_RETURNS) {
      run.log(Severity.WARN, "the previous version is not back", "reason", phase.problem());
      checkPrevious(run, trial, phase.attempt() + 1);
    } else {
      kept(
          run,
          trial,
          trial.text() + "; it stays, the previous copy cannot be put back: " + phase.problem());
    }
  }

  /// Whether the installed file is what the device goes back to.
  static boolean isFallback(Job.Trial trial, Answer answer) {
    return trial.fallback() instanceof Fallback.Previous(var digest)
        && DigestCheck.isPassed(answer, digest);
  }

  /// The previous file is in its place.
  ///
  /// @param addition what to say beside the reason why the device went back
  static void returned(Run run, Job.Trial trial, String addition) {
    if (run.settings.kind().isDocument()) {
      Proof.reload(run, new ReloadingReturned(trial, addition));
    } else {
      goneBack(run, trial, addition);
    }
  }

  static void reloaded(Run run, ReloadingReturned phase, Reloaded answer) {
    String problem =
        switch (answer.result()) {
          case HealthResult.Healthy _ -> {
            run.memory = run.memory.withFlags(run.memory.flags().done());
            yield "";
          }
          case HealthResult.Unhealthy(var detail) ->
              "; the previous one is back, but could not be reloaded: " + detail;
        };
    goneBack(run, phase.trial(), phase.addition() + problem);
  }

  private static void goneBack(Run run, Job.Trial trial, String addition) {
    run.log(Severity.INFO, "the previous version is back");
    Ending.unhealthy(run, trial.plan(), Outcome.ROLLED_BACK, trial.text() + addition);
  }

  /// Nothing leads back from here: the device does not say that it runs anything until a release
  /// proves itself. The ring's current release is brought like any other.
  private static void kept(Run run, Job.Trial trial, String text) {
    run.memory = run.memory.withInstalled(new Installed.Nothing());
    Ending.unhealthy(run, trial.plan(), Outcome.FAILED, text);
  }
}
