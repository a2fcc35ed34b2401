package dev.sluice.update;

import dev.sluice.events.Outcome;
import dev.sluice.events.OutcomeReason;
import dev.sluice.events.OutcomeReason.Code;
import dev.sluice.events.OutcomeReason.Step;
import dev.sluice.events.Progress;
import dev.sluice.update.Effect.Severity;
import dev.sluice.update.Phase.CheckingPrevious;
import dev.sluice.update.Phase.CheckingProven;
import dev.sluice.update.Phase.CheckingResult;
import dev.sluice.update.Phase.CheckingReturned;
import dev.sluice.update.Phase.LookingBefore;
import dev.sluice.update.Phase.Origin;
import dev.sluice.update.Phase.Proving;
import dev.sluice.update.Phase.Returning;
import dev.sluice.update.UpdateEvent.Answer;
import dev.sluice.update.UpdateEvent.HealthChecked;
import dev.sluice.update.UpdateEvent.LookedBefore;
import java.time.Duration;
import java.util.Optional;

/// Lets a new version prove its health, and puts the previous one back if it does not.
///
/// The deadline is counted in pauses and in the time that looks take: the clock of a device that
/// has just started is often set. After a start the proof begins anew, because the new version
/// starts anew, too; how often is counted and bounded, so that a version that stops the device each
/// time goes as well.
final class Proof {
  private static final String NOTHING_BEFORE = "; it stays, there is no previous copy to return to";
  private static final String CHANGED = "the installed file was changed before it was healthy";
  private static final String BY_SOMEBODY = "somebody put the previous version back";

  private Proof() {}

  /// Before the switch the device looks what it could go back to.
  ///
  /// @param inPlace how the artifact is made over the installed file; absent if it replaces it
  static void lookBefore(Run run, Plan plan, Optional<InPlaceOrder> inPlace) {
    run.enter(new LookingBefore(plan, inPlace), Effect.LookBefore::new);
  }

  static void lookedBefore(Run run, LookingBefore phase, LookedBefore before) {
    Plan plan = phase.plan();
    if (phase.inPlace().isPresent()) {
      InPlace.begin(run, plan, phase.inPlace().get(), before.mark());
      return;
    }
    boolean isSame = before.fallback().equals(new Fallback.Previous(plan.artifact().digest()));
    run.remember(
        run.memory.withJob(
            new Job.Trial(
                plan,
                Job.TrialStep.SWITCHING,
                0,
                isSame ? new Fallback.Nothing() : before.fallback(),
                before.mark(),
                "")));
    Switch.install(run, plan);
  }

  /// The artifact is in place, and nothing leads back.
  ///
  /// @param mark what the health check must find changed; empty if there was no switch
  /// @param text what people should know of the installation
  static void begin(Run run, Plan plan, String mark, String text) {
    prove(run, new Job.Trial(plan, Job.TrialStep.SWITCHING, 0, new Fallback.Nothing(), mark, text));
  }

  /// The artifact is in place. The first look comes after a pause: whatever runs it has to start it
  /// first, and the version before may still answer.
  static void prove(Run run, Job.Trial trial) {
    switch (run.settings.health()) {
      case HealthPolicy.None _ ->
          Ending.installed(run, trial.plan(), OutcomeReason.none().withText(trial.text()));
      case HealthPolicy.Within _ when trial.proofs() >= Limits.MAX_PROOFS ->
          unhealthy(run, trial, "not after %d starts of the device".formatted(Limits.MAX_PROOFS));
      case HealthPolicy.Within(Duration deadline, Duration interval) -> {
        Job.Trial proving = trial.proving();
        run.remember(run.memory.withJob(proving));
        run.log(
            Severity.INFO,
            "checking health",
            "release",
            trial.plan().release().toString(),
            "deadline",
            deadline.toString(),
            "proof",
            String.valueOf(proving.proofs()));
        run.pause(new Proving(proving, interval, "no answer"), interval);
      }
    }
  }

  /// The pause is over.
  static void look(Run run, Proving phase) {
    run.enter(
        phase,
        number -> new Effect.CheckHealth(number, phase.trial().mark(), policy(run).interval()));
  }

  /// The pause between two looks is never longer.
  static Duration longestPause(Run run) {
    return policy(run).interval();
  }

  /// A proof is only under way with a policy that asks for it: settings do not change in a run.
  private static HealthPolicy.Within policy(Run run) {
    if (run.settings.health() instanceof HealthPolicy.Within within) {
      return within;
    }
    throw new IllegalStateException("a health check must be set in phase " + run.phase);
  }

  static void checked(Run run, Proving phase, HealthChecked answer) {
    switch (answer.result()) {
      case HealthResult.Healthy _ ->
          run.digest(new CheckingProven(phase.trial()), new LocalFile.Installed());
      case HealthResult.Unhealthy(var detail) -> {
        HealthPolicy.Within policy = policy(run);
        Duration spent = phase.spent().plus(answer.took()).plus(policy.interval());
        run.log(Severity.DEBUG, "not healthy yet", "reason", detail);
        if (spent.compareTo(policy.deadline()) <= 0) {
          run.pause(new Proving(phase.trial(), spent, detail), policy.interval());
        } else {
          unhealthy(run, phase.trial(), "not within %s: %s".formatted(policy.deadline(), detail));
        }
      }
    }
  }

  /// What was found healthy may be the previous version, which somebody put back meanwhile.
  static void provenChecked(Run run, CheckingProven phase, Answer answer) {
    Job.Trial trial = phase.trial();
    if (Transfer.hasDigest(answer, trial.plan().artifact().digest())) {
      run.memory = Telling.noted(run, trial.plan(), new Progress.Healthy());
      Ending.installed(run, trial.plan(), OutcomeReason.none().withText(trial.text()));
    } else {
      changed(run, trial, answer);
    }
  }

  /// The installed file is not what is being proven. If it is the previous one, that was a person's
  /// decision, which holds until another rollout brings the release again.
  private static void changed(Run run, Job.Trial trial, Answer installed) {
    if (isFallback(trial, installed)) {
      run.log(Severity.WARN, BY_SOMEBODY);
      Ending.unhealthy(run, trial.plan(), Outcome.ROLLED_BACK, BY_SOMEBODY);
    } else {
      run.memory = run.memory.withInstalled(new Installed.Nothing());
      Ending.failed(run, trial.plan(), Ending.reason(Code.INSTALLER, Step.HEALTH, CHANGED));
    }
  }

  private static void unhealthy(Run run, Job.Trial trial, String detail) {
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

  private static void checkPrevious(Run run, Job.Trial trial, int attempt) {
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

  private static boolean isFallback(Job.Trial trial, Answer answer) {
    return trial.fallback() instanceof Fallback.Previous(var digest)
        && Transfer.hasDigest(answer, digest);
  }

  /// @param addition what to say beside the reason why the device went back
  private static void returned(Run run, Job.Trial trial, String addition) {
    run.log(Severity.INFO, "the previous version is back");
    Ending.unhealthy(run, trial.plan(), Outcome.ROLLED_BACK, trial.text() + addition);
  }

  /// Nothing leads back from here: the device does not say that it runs anything until a release
  /// proves itself. The ring's current release is brought like any other.
  private static void kept(Run run, Job.Trial trial, String text) {
    run.memory = run.memory.withInstalled(new Installed.Nothing());
    Ending.unhealthy(run, trial.plan(), Outcome.FAILED, text);
  }

  /// Goes on after a start.
  ///
  /// @param installed the digest of the installed file
  static void resume(Run run, Job.Trial trial, Answer installed) {
    boolean isInPlace = Transfer.hasDigest(installed, trial.plan().artifact().digest());
    switch (trial.step()) {
      case SWITCHING -> {
        if (isInPlace) {
          run.memory = Telling.noted(run, trial.plan(), new Progress.Switched());
          prove(run, trial);
        } else {
          run.digest(new CheckingResult(trial.plan(), Origin.EARLIER), trial.plan().file());
        }
      }
      case PROVING -> {
        if (isInPlace) {
          prove(run, trial);
        } else {
          changed(run, trial, installed);
        }
      }
      case RETURNING -> {
        if (isFallback(trial, installed)) {
          returned(run, trial, "");
        } else {
          checkPrevious(run, trial, 1);
        }
      }
    }
  }
}
