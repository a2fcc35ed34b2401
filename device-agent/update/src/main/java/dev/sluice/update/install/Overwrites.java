package dev.sluice.update.install;

import dev.sluice.events.report.Progress;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.choose.Maintenance;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.install.InstallPhase.CheckingOverwritten;
import dev.sluice.update.install.InstallPhase.LookingBefore;
import dev.sluice.update.install.InstallPhase.Overwriting;
import dev.sluice.update.install.InstallPhase.Place;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.order.InPlaceOutcome;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.settings.HealthPolicy;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Turn;
import dev.sluice.update.verify.DigestCheck;

/// Makes an artifact over the installed file, on a device without room for both.
///
/// The patch is fetched whole and checked before. From the moment that the memory says so, nobody
/// looks at the installed file before it is complete: after a power cut completing it is the first
/// thing that happens. What cannot be completed is dropped, and the artifact comes another way.
public final class Overwrites {
  /// Attempts at overwriting the installed file while its disk fails; then the file is given up.
  /// Our choice.
  public static final int MAX_ATTEMPTS = 3;

  /// What a confirmation says of it.
  public static final String DETAIL = "applied in place: there is no previous copy to return to";

  private Overwrites() {}

  /// All of the patch is there and right. Overwriting is the switch: before it the device makes
  /// sure that it still shall.
  static Move<InstallPhase> whenReady(Turn turn, Plan plan, InPlaceOrder order) {
    return Switches.isFresh(turn)
        ? begin(turn, plan, order)
        : ready(turn, plan, order).go(new Next.Look(false));
  }

  private static Turn ready(Turn turn, Plan plan, InPlaceOrder order) {
    return turn.remember(turn.memory().withJob(new Job.InPlace(plan, order, Job.Stage.READY, "")));
  }

  static Move<InstallPhase> begin(Turn turn, Plan plan, InPlaceOrder order) {
    if (Switches.isHeld(turn, plan)) {
      return turn.rest();
    }
    return Maintenance.findOpening(turn, plan)
        .map(opening -> Maintenance.<InstallPhase>await(ready(turn, plan, order), plan, opening))
        .orElseGet(() -> switchNow(turn, plan, order));
  }

  private static Move<InstallPhase> switchNow(Turn turn, Plan plan, InPlaceOrder order) {
    return switch (turn.settings().health()) {
      case HealthPolicy.None _ -> lookedBefore(turn, plan, order, "");
      case HealthPolicy.Within _ ->
          turn.order(new LookingBefore(plan, new Place.Over(order)), Effect.LookBefore::new);
    };
  }

  /// Overwriting begins.
  ///
  /// @param mark what the health check must find changed
  static Move<InstallPhase> lookedBefore(Turn turn, Plan plan, InPlaceOrder order, String mark) {
    // The file is whole, so that a journal beside it is nobody's; it goes before the memory says
    // that one is to be gone on with.
    return overwrite(
        turn.with(new Effect.DropPrevious())
            .remember(
                turn.memory().withJob(new Job.InPlace(plan, order, Job.Stage.OVERWRITING, mark))),
        new Overwriting(plan, order, 1));
  }

  /// Goes on after a start.
  static Move<InstallPhase> resume(Turn turn, Job.InPlace job) {
    return overwrite(
        turn.log(
            Severity.INFO,
            "completing the installed file",
            "artifact",
            job.plan().artifact().digest().prefix()),
        new Overwriting(job.plan(), job.order(), 1));
  }

  private static Move<InstallPhase> overwrite(Turn turn, Overwriting next) {
    return turn.order(next, number -> new Effect.ApplyInPlace(number, next.order()));
  }

  static Move<InstallPhase> ended(Turn turn, Overwriting phase, InPlaceOutcome outcome) {
    Plan plan = phase.plan();
    return switch (outcome) {
      case InPlaceOutcome.Applied _ ->
          turn.digest(new CheckingOverwritten(plan), new LocalFile.Installed());
      case InPlaceOutcome.Refused(var detail) ->
          takeAnotherRoute(
              turn.log(Severity.WARN, "refused to apply in place", "reason", detail), plan);
      case InPlaceOutcome.CutOff(var detail) when phase.attempt() < MAX_ATTEMPTS ->
          overwrite(
              turn.log(Severity.WARN, "the installed file is half new, going on", "reason", detail),
              new Overwriting(plan, phase.order(), phase.attempt() + 1));
      case InPlaceOutcome.CutOff(var detail) -> lost(turn, plan, detail);
      case InPlaceOutcome.Lost(var detail) -> lost(turn, plan, detail);
    };
  }

  static Move<InstallPhase> checked(Turn turn, CheckingOverwritten phase, Examined found) {
    Plan plan = phase.plan();
    Digest expected = plan.artifact().digest();
    if (!DigestCheck.isPassed(found, expected)) {
      return lost(turn, plan, DigestCheck.problem(found, expected));
    }
    Turn applied = Telling.noted(turn, plan, new Progress.Applied());
    Turn switched = Telling.noted(applied, plan, new Progress.Switched());
    String mark = switched.memory().job() instanceof Job.InPlace job ? job.mark() : "";
    return switched.go(new Next.Prove(Job.Trial.withoutReturn(plan, mark, DETAIL)));
  }

  /// Half a file is worth nothing, and its room is needed for the whole one.
  private static Move<InstallPhase> lost(Turn turn, Plan plan, String detail) {
    Turn dropped =
        turn.log(
                Severity.WARN,
                "the installed file is lost, fetching the artifact",
                "reason",
                detail)
            .with(new Effect.DropInstalled());
    return takeAnotherRoute(
        dropped.withMemory(dropped.memory().withInstalled(new Installed.Nothing())), plan);
  }

  /// Looks anew at everything: after a start nothing is known yet.
  private static Move<InstallPhase> takeAnotherRoute(Turn turn, Plan plan) {
    return Inspection.begin(
        turn.remember(
            turn.memory()
                .withJob(new Job.Underway(plan, Job.Step.FETCHING, Job.Route.COMPRESSED))));
  }
}
