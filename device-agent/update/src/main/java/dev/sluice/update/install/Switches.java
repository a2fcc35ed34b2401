package dev.sluice.update.install;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.OutcomeReason.Code;
import dev.sluice.events.confirmation.OutcomeReason.Step;
import dev.sluice.events.report.Progress;
import dev.sluice.update.choose.Maintenance;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.install.InstallPhase.CheckingResult;
import dev.sluice.update.install.InstallPhase.CheckingSwitched;
import dev.sluice.update.install.InstallPhase.LookingBefore;
import dev.sluice.update.install.InstallPhase.Place;
import dev.sluice.update.install.InstallPhase.Switching;
import dev.sluice.update.plan.Fallback;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.port.UpdateEvent.LookedBefore;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Origin;
import dev.sluice.update.turn.Turn;
import dev.sluice.update.verify.DigestCheck;
import java.time.Duration;

/// Checks the result and puts it in the place of the installed file.
final class Switches {
  /// A device that looked longer ago looks again before it switches. Our choice.
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  private Switches() {}

  static Move<InstallPhase> checkResult(Turn turn, Plan plan, Origin origin) {
    return turn.digest(new CheckingResult(plan, origin), plan.file());
  }

  static Move<InstallPhase> resultChecked(Turn turn, CheckingResult phase, Examined found) {
    Plan plan = phase.plan();
    return DigestCheck.isPassed(found, plan.artifact().digest())
        ? right(turn, plan, phase.origin())
        : wrong(turn, plan, phase.origin(), DigestCheck.problem(found, plan.artifact().digest()));
  }

  private static Move<InstallPhase> right(Turn turn, Plan plan, Origin origin) {
    return switch (origin) {
      case PATCH ->
          whenReady(Telling.note(Telling.fetched(turn, plan), plan, new Progress.Applied()), plan);
      case SLICES -> whenReady(Telling.fetched(turn, plan), plan);
      case EARLIER -> begin(turn, plan);
    };
  }

  private static Move<InstallPhase> wrong(Turn turn, Plan plan, Origin origin, String reason) {
    return switch (origin) {
      case PATCH ->
          turn.log(Severity.WARN, "refused the patch's result", "reason", reason)
              .go(new Next.TakeNextRoute(plan, "the patch gave something else"));
      case SLICES ->
          Ending.failedBeyondRepair(
              turn, plan, Ending.reason(Code.CORRUPT, Step.FETCH, "artifact refused: " + reason));
      case EARLIER ->
          turn.log(Severity.WARN, "refused the stored download", "reason", reason)
              .remember(turn.memory().withJob(new Job.Nothing()))
              .go(new Next.Look(false));
    };
  }

  /// Everything is there and right. Before the switch the device makes sure that it still shall.
  static Move<InstallPhase> whenReady(Turn turn, Plan plan) {
    return isFresh(turn) ? begin(turn, plan) : ready(turn, plan).go(new Next.Look(false));
  }

  private static Turn ready(Turn turn, Plan plan) {
    return turn.remember(turn.memory().withStep(plan, Job.Step.READY));
  }

  /// Whether the device has looked lately enough to switch.
  static boolean isFresh(Turn turn) {
    return turn.isLookedWithin(MAX_AGE);
  }

  /// Whether the rollout is held.
  static boolean isHeld(Turn turn, Plan plan) {
    return turn.memory().holding().holds(plan.rollout(), turn.memory().timeFloor());
  }

  private static Move<InstallPhase> begin(Turn turn, Plan plan) {
    if (isHeld(turn, plan)) {
      return turn.rest();
    }
    return Maintenance.findOpening(turn, plan)
        .map(opening -> Maintenance.<InstallPhase>await(ready(turn, plan), plan, opening))
        .orElseGet(() -> switchNow(turn, plan));
  }

  private static Move<InstallPhase> switchNow(Turn turn, Plan plan) {
    return turn.settings().isProofAsked()
        ? turn.order(new LookingBefore(plan, new Place.Beside()), Effect.LookBefore::new)
        : install(turn.remember(turn.memory().withStep(plan, Job.Step.SWITCHING)), plan);
  }

  static Move<InstallPhase> lookedBefore(Turn turn, Plan plan, LookedBefore before) {
    boolean isSame = before.fallback().equals(new Fallback.Previous(plan.artifact().digest()));
    var trial =
        new Job.Trial(
            plan,
            Job.TrialStep.SWITCHING,
            0,
            isSame ? new Fallback.Nothing() : before.fallback(),
            before.mark(),
            "");
    return install(turn.remember(turn.memory().withJob(trial)), plan);
  }

  /// The memory says that the switch has begun.
  private static Move<InstallPhase> install(Turn turn, Plan plan) {
    return turn.order(
        new Switching(plan), number -> new Effect.Install(number, plan.artifact().digest()));
  }

  /// The artifact is in place, and the previous file beside it.
  static Move<InstallPhase> done(Turn turn, Plan plan) {
    Turn noted = Telling.noted(turn, plan, new Progress.Switched());
    return noted.memory().job() instanceof Job.Trial trial
        ? noted.go(new Next.Prove(trial))
        : Ending.installed(noted, plan, OutcomeReason.none());
  }

  static Move<InstallPhase> switchedChecked(Turn turn, CheckingSwitched phase, Examined found) {
    Plan plan = phase.plan();
    return DigestCheck.isPassed(found, plan.artifact().digest())
        ? done(
            turn.log(Severity.WARN, "the disk failed after the switch", "reason", phase.problem()),
            plan)
        : Ending.cannotNow(
            turn,
            plan,
            Job.Step.READY,
            Step.INSTALL,
            "it cannot be put in place: " + phase.problem());
  }
}
