package dev.sluice.update.prove;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.OutcomeReason.Code;
import dev.sluice.events.confirmation.OutcomeReason.Step;
import dev.sluice.events.report.Progress;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.port.UpdateEvent.HealthChecked;
import dev.sluice.update.prove.ProofPhase.AwaitsDigests;
import dev.sluice.update.prove.ProofPhase.CheckingPrevious;
import dev.sluice.update.prove.ProofPhase.CheckingProven;
import dev.sluice.update.prove.ProofPhase.CheckingReturned;
import dev.sluice.update.prove.ProofPhase.Proving;
import dev.sluice.update.prove.ProofPhase.Reloading;
import dev.sluice.update.prove.ProofPhase.ReloadingReturned;
import dev.sluice.update.prove.ProofPhase.Returning;
import dev.sluice.update.settings.HealthPolicy;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Origin;
import dev.sluice.update.turn.Turn;
import dev.sluice.update.verify.DigestCheck;
import java.time.Duration;
import java.time.Instant;

/// Lets a new version prove its health; [Return] puts the previous one back if it does not.
///
/// The deadline is counted in pauses and in the time that looks take: the clock of a device that
/// has just started is often set. After a start the proof begins anew, because the new version
/// starts anew, too; how often is counted and bounded, so that a version that stops the device each
/// time goes as well.
public final class Proof {
  /// Proofs of health that a release may begin. One that stops the device each time never comes to
  /// its deadline. Our choice.
  public static final int MAX_PROOFS = 5;

  private static final String CHANGED = "the installed file was changed before it was healthy";

  private Proof() {}

  /// The step begins.
  public static Move<ProofPhase> begin(Turn turn, Next.ToProve why) {
    return switch (why) {
      case Next.Prove(var trial) -> prove(turn, trial);
      case Next.Resume(var trial, var installed) -> resume(turn, trial, installed);
    };
  }

  /// The artifact is in place. A document is reloaded before anything else is looked at.
  private static Move<ProofPhase> prove(Turn turn, Job.Trial trial) {
    if (!turn.settings().isProofAsked()) {
      return Ending.installed(turn, trial.plan(), OutcomeReason.none().withText(trial.text()));
    }
    if (trial.proofs() >= MAX_PROOFS) {
      return Return.begin(turn, trial, "not after %d starts of the device".formatted(MAX_PROOFS));
    }
    Job.Trial proving = trial.proving();
    Turn remembered = turn.remember(turn.memory().withJob(proving));
    return remembered.settings().kind().isDocument()
        ? reload(remembered, new Reloading(proving))
        : awaitHealth(remembered, proving);
  }

  /// Lets the program read what was put in place, whatever it was that it has read before.
  static Move<ProofPhase> reload(Turn turn, ProofPhase next) {
    return turn.order(
        next, number -> new Effect.Reload(number, turn.memory().flags().wanted(), false));
  }

  /// Whether what is in place was read anew.
  public static Move<ProofPhase> reloaded(Turn turn, ProofPhase waiting, HealthResult result) {
    if (waiting instanceof ReloadingReturned phase) {
      return Return.reloaded(turn, phase, result);
    }
    Job.Trial trial = Turn.require(waiting, Reloading.class).trial();
    return switch (result) {
      case HealthResult.Healthy _ -> awaitHealth(turn, trial);
      case HealthResult.Unhealthy(var detail) ->
          Return.begin(turn, trial, "it could not be reloaded: " + detail);
    };
  }

  /// The first look comes after a pause: whatever runs the artifact has to start it first, and the
  /// version before may still answer.
  private static Move<ProofPhase> awaitHealth(Turn turn, Job.Trial proving) {
    return switch (turn.settings().health()) {
      case HealthPolicy.None _ ->
          turn.digest(new CheckingProven(proving), new LocalFile.Installed());
      case HealthPolicy.Within policy ->
          turn.log(
                  Severity.INFO,
                  "checking health",
                  "release",
                  proving.plan().release().toString(),
                  "deadline",
                  policy.deadline().toString(),
                  "proof",
                  String.valueOf(proving.proofs()))
              .pause(
                  new Proving(proving, policy, policy.interval(), "no answer"), policy.interval());
    };
  }

  /// The device is woken in a pause.
  ///
  /// @param until when the pause ends
  public static Move<ProofPhase> woken(Turn turn, ProofPhase waiting, Instant until) {
    Proving phase = Turn.require(waiting, Proving.class);
    Duration interval = phase.policy().interval();
    return turn.isDue(until, interval)
        ? turn.order(
            phase, number -> new Effect.CheckHealth(number, phase.trial().mark(), interval))
        : turn.with(new Effect.WakeAt(until)).stay();
  }

  /// What a look says.
  public static Move<ProofPhase> checked(Turn turn, ProofPhase waiting, HealthChecked answer) {
    Proving phase = Turn.require(waiting, Proving.class);
    return switch (answer.result()) {
      case HealthResult.Healthy _ ->
          turn.digest(new CheckingProven(phase.trial()), new LocalFile.Installed());
      case HealthResult.Unhealthy(var detail) ->
          notHealthy(
              turn.log(Severity.DEBUG, "not healthy yet", "reason", detail),
              phase,
              phase.spent().plus(answer.took()).plus(phase.policy().interval()),
              detail);
    };
  }

  private static Move<ProofPhase> notHealthy(
      Turn turn, Proving phase, Duration spent, String detail) {
    HealthPolicy.Within policy = phase.policy();
    return spent.compareTo(policy.deadline()) <= 0
        ? turn.pause(new Proving(phase.trial(), policy, spent, detail), policy.interval())
        : Return.begin(
            turn, phase.trial(), "not within %s: %s".formatted(policy.deadline(), detail));
  }

  /// What is on disk was digested.
  public static Move<ProofPhase> examined(Turn turn, ProofPhase waiting, Examined found) {
    return switch (Turn.require(waiting, AwaitsDigests.class)) {
      case CheckingProven phase -> provenChecked(turn, phase.trial(), found);
      case CheckingPrevious phase -> Return.previousChecked(turn, phase, found);
      case CheckingReturned phase -> Return.returnedChecked(turn, phase, found);
    };
  }

  /// What was found healthy may be the previous version, which somebody put back meanwhile.
  private static Move<ProofPhase> provenChecked(Turn turn, Job.Trial trial, Examined found) {
    Plan plan = trial.plan();
    return DigestCheck.isPassed(found, plan.artifact().digest())
        ? Ending.installed(
            Telling.noted(turn, plan, new Progress.Healthy()),
            plan,
            OutcomeReason.none().withText(trial.text()))
        : changed(turn, trial, found);
  }

  /// The installed file is not what is being proven. If it is the previous one, that was a person's
  /// decision, which holds until another rollout brings the release again.
  private static Move<ProofPhase> changed(Turn turn, Job.Trial trial, Examined installed) {
    if (Return.isFallback(trial, installed)) {
      return Return.returned(
          turn.log(Severity.WARN, Return.BY_SOMEBODY), trial.returning(Return.BY_SOMEBODY), "");
    }
    return Ending.failed(
        turn.withMemory(turn.memory().withInstalled(new Installed.Nothing())),
        trial.plan(),
        Ending.reason(Code.INSTALLER, Step.HEALTH, CHANGED));
  }

  /// Goes on after a start.
  ///
  /// @param installed the digest of the installed file
  private static Move<ProofPhase> resume(Turn turn, Job.Trial trial, Examined installed) {
    Plan plan = trial.plan();
    boolean isInPlace = DigestCheck.isPassed(installed, plan.artifact().digest());
    return switch (trial.step()) {
      case SWITCHING ->
          isInPlace
              ? prove(Telling.noted(turn, plan, new Progress.Switched()), trial)
              : turn.go(new Next.CheckResult(plan, Origin.EARLIER));
      case PROVING -> isInPlace ? prove(turn, trial) : changed(turn, trial, installed);
      case RETURNING ->
          Return.isFallback(trial, installed)
              ? Return.returned(turn, trial, "")
              : Return.checkPrevious(turn, trial, 1);
    };
  }

  /// The previous file was put back.
  public static Move<ProofPhase> done(Turn turn, ProofPhase waiting) {
    return Return.restored(turn, Turn.require(waiting, Returning.class), "it was changed");
  }

  /// A disk may fail after the file was put back: its digest tells.
  public static Move<ProofPhase> diskFailed(Turn turn, ProofPhase waiting, String detail) {
    return Return.restored(turn, Turn.require(waiting, Returning.class), detail);
  }
}
