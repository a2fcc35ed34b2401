package dev.sluice.update;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.OutcomeReason.Code;
import dev.sluice.events.confirmation.OutcomeReason.Step;
import dev.sluice.events.report.Progress;
import dev.sluice.update.Phase.CheckingProven;
import dev.sluice.update.Phase.CheckingResult;
import dev.sluice.update.Phase.LookingBefore;
import dev.sluice.update.Phase.Origin;
import dev.sluice.update.Phase.Proving;
import dev.sluice.update.Phase.Reloading;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.plan.Fallback;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent.Answer;
import dev.sluice.update.port.UpdateEvent.HealthChecked;
import dev.sluice.update.port.UpdateEvent.LookedBefore;
import dev.sluice.update.port.UpdateEvent.Reloaded;
import dev.sluice.update.settings.HealthPolicy;
import dev.sluice.update.verify.DigestCheck;
import java.time.Duration;
import java.util.Optional;

/// Lets a new version prove its health; [Return] puts the previous one back if it does not.
///
/// The deadline is counted in pauses and in the time that looks take: the clock of a device that
/// has just started is often set. After a start the proof begins anew, because the new version
/// starts anew, too; how often is counted and bounded, so that a version that stops the device each
/// time goes as well.
final class Proof {
  private static final String CHANGED = "the installed file was changed before it was healthy";

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

  /// The artifact is in place. A document is reloaded before anything else is looked at.
  static void prove(Run run, Job.Trial trial) {
    if (!run.settings.isProofAsked()) {
      Ending.installed(run, trial.plan(), OutcomeReason.none().withText(trial.text()));
      return;
    }
    if (trial.proofs() >= Limits.MAX_PROOFS) {
      Return.begin(run, trial, "not after %d starts of the device".formatted(Limits.MAX_PROOFS));
      return;
    }
    Job.Trial proving = trial.proving();
    run.remember(run.memory.withJob(proving));
    if (run.settings.kind().isDocument()) {
      reload(run, new Reloading(proving));
    } else {
      awaitHealth(run, proving);
    }
  }

  /// Lets the program read what was put in place, whatever it was that it has read before.
  static void reload(Run run, Phase next) {
    run.enter(next, number -> new Effect.Reload(number, run.memory.flags().wanted(), false));
  }

  static void reloaded(Run run, Reloading phase, Reloaded answer) {
    switch (answer.result()) {
      case HealthResult.Healthy _ -> awaitHealth(run, phase.trial());
      case HealthResult.Unhealthy(var detail) ->
          Return.begin(run, phase.trial(), "it could not be reloaded: " + detail);
    }
  }

  /// The first look comes after a pause: whatever runs the artifact has to start it first, and the
  /// version before may still answer.
  private static void awaitHealth(Run run, Job.Trial proving) {
    switch (run.settings.health()) {
      case HealthPolicy.None _ ->
          run.digest(new CheckingProven(proving), new LocalFile.Installed());
      case HealthPolicy.Within(Duration deadline, Duration interval) -> {
        run.log(
            Severity.INFO,
            "checking health",
            "release",
            proving.plan().release().toString(),
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
  static HealthPolicy.Within policy(Run run) {
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
          Return.begin(
              run, phase.trial(), "not within %s: %s".formatted(policy.deadline(), detail));
        }
      }
    }
  }

  /// What was found healthy may be the previous version, which somebody put back meanwhile.
  static void provenChecked(Run run, CheckingProven phase, Answer answer) {
    Job.Trial trial = phase.trial();
    if (DigestCheck.isPassed(answer, trial.plan().artifact().digest())) {
      run.memory = Telling.noted(run, trial.plan(), new Progress.Healthy());
      Ending.installed(run, trial.plan(), OutcomeReason.none().withText(trial.text()));
    } else {
      changed(run, trial, answer);
    }
  }

  /// The installed file is not what is being proven. If it is the previous one, that was a person's
  /// decision, which holds until another rollout brings the release again.
  private static void changed(Run run, Job.Trial trial, Answer installed) {
    if (Return.isFallback(trial, installed)) {
      run.log(Severity.WARN, Return.BY_SOMEBODY);
      Return.returned(run, trial.returning(Return.BY_SOMEBODY), "");
    } else {
      run.memory = run.memory.withInstalled(new Installed.Nothing());
      Ending.failed(run, trial.plan(), Ending.reason(Code.INSTALLER, Step.HEALTH, CHANGED));
    }
  }

  /// Goes on after a start.
  ///
  /// @param installed the digest of the installed file
  static void resume(Run run, Job.Trial trial, Answer installed) {
    boolean isInPlace = DigestCheck.isPassed(installed, trial.plan().artifact().digest());
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
        if (Return.isFallback(trial, installed)) {
          Return.returned(run, trial, "");
        } else {
          Return.checkPrevious(run, trial, 1);
        }
      }
    }
  }
}
