package dev.sluice.update;

import dev.sluice.events.report.Progress;
import dev.sluice.update.Phase.CheckingOverwritten;
import dev.sluice.update.Phase.MeasuringRoom;
import dev.sluice.update.Phase.Overwriting;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.order.InPlaceOutcome;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Answer;
import dev.sluice.update.port.UpdateEvent.RoomMeasured;
import dev.sluice.update.settings.HealthPolicy;
import dev.sluice.update.settings.InPlacePolicy;
import dev.sluice.update.verify.DigestCheck;
import java.util.Optional;

/// Makes an artifact over the installed file, on a device without room for both.
///
/// The patch is fetched whole and checked before. From the moment that the memory says so, nobody
/// looks at the installed file before it is complete: after a power cut completing it is the first
/// thing that happens. What cannot be completed is dropped, and the artifact comes another way.
final class InPlace {
  /// What a confirmation says of it.
  static final String DETAIL = "applied in place: there is no previous copy to return to";

  private InPlace() {}

  /// Looks how much room there is, if the answer could make a difference: a device that goes
  /// through several releases on its way would have none of them whole.
  static boolean isWorthMeasuring(Run run, Delta delta) {
    return run.settings.inPlace() == InPlacePolicy.WHEN_SHORT
        && delta.base() instanceof PatchBase.File(LocalFile.Installed _, _)
        && delta.descriptor().steps().size() == 1;
  }

  static void measure(Run run, Plan plan, Delta delta) {
    run.enter(
        new MeasuringRoom(plan, delta),
        number -> new Effect.MeasureRoom(number, delta.stepFiles()));
  }

  static void measured(Run run, MeasuringRoom phase, RoomMeasured room) {
    Delta delta = phase.delta();
    long needed = delta.roomBytes();
    if (needed <= room.roomBytes()) {
      Patching.beginStep(run, phase.plan(), delta);
    } else if (needed <= room.withoutPreviousBytes()) {
      run.log(Severity.INFO, "dropping the previous copy, the next finds no room beside it");
      run.add(new Effect.DropPrevious());
      Patching.beginStep(run, phase.plan(), delta);
    } else {
      run.log(
          Severity.INFO,
          "applying in place, there is no room for two copies",
          "neededBytes",
          String.valueOf(needed),
          "roomBytes",
          String.valueOf(room.withoutPreviousBytes()));
      Patching.beginStep(run, phase.plan(), delta.inPlace());
    }
  }

  /// All of the patch is there and right. Overwriting is the switch: before it the device makes
  /// sure that it still shall.
  static void whenReady(Run run, Plan plan, Delta delta) {
    Telling.fetched(run, plan);
    InPlaceOrder order = delta.inPlaceOrder(run.settings);
    if (Switch.isFresh(run)) {
      begin(run, plan, order);
    } else {
      run.remember(run.memory.withJob(new Job.InPlace(plan, order, Job.Stage.READY, "")));
      Cycle.begin(run);
    }
  }

  static void begin(Run run, Plan plan, InPlaceOrder order) {
    if (Switch.isHeld(run, plan)) {
      return;
    }
    if (Maintenance.isClosed(run, plan)) {
      run.remember(run.memory.withJob(new Job.InPlace(plan, order, Job.Stage.READY, "")));
      return;
    }
    switch (run.settings.health()) {
      case HealthPolicy.None _ -> begin(run, plan, order, "");
      case HealthPolicy.Within _ -> Proof.lookBefore(run, plan, Optional.of(order));
    }
  }

  /// Overwriting begins.
  ///
  /// @param mark what the health check must find changed
  static void begin(Run run, Plan plan, InPlaceOrder order, String mark) {
    // The file is whole, so that a journal beside it is nobody's; it goes before the memory says
    // that one is to be gone on with.
    run.add(new Effect.DropPrevious());
    run.remember(run.memory.withJob(new Job.InPlace(plan, order, Job.Stage.OVERWRITING, mark)));
    overwrite(run, new Overwriting(plan, order, 1));
  }

  /// Goes on after a start.
  static void resume(Run run, Job.InPlace job) {
    run.log(
        Severity.INFO,
        "completing the installed file",
        "artifact",
        job.plan().artifact().digest().prefix());
    overwrite(run, new Overwriting(job.plan(), job.order(), 1));
  }

  private static void overwrite(Run run, Overwriting next) {
    run.enter(next, number -> new Effect.ApplyInPlace(number, next.order()));
  }

  static void ended(Run run, Overwriting phase, InPlaceOutcome outcome) {
    switch (outcome) {
      case InPlaceOutcome.Applied _ ->
          run.digest(new CheckingOverwritten(phase.plan()), new LocalFile.Installed());
      case InPlaceOutcome.Refused(var detail) -> {
        run.log(Severity.WARN, "refused to apply in place", "reason", detail);
        takeAnotherRoute(run, phase.plan());
      }
      case InPlaceOutcome.CutOff(var detail) when phase.attempt() < Limits.MAX_OVERWRITES -> {
        run.log(Severity.WARN, "the installed file is half new, going on", "reason", detail);
        overwrite(run, new Overwriting(phase.plan(), phase.order(), phase.attempt() + 1));
      }
      case InPlaceOutcome.CutOff(var detail) -> lost(run, phase.plan(), detail);
      case InPlaceOutcome.Lost(var detail) -> lost(run, phase.plan(), detail);
    }
  }

  static void checked(Run run, CheckingOverwritten phase, Answer answer) {
    Plan plan = phase.plan();
    if (DigestCheck.isPassed(answer, plan.artifact().digest())) {
      run.memory = Telling.noted(run, plan, new Progress.Applied());
      run.memory = Telling.noted(run, plan, new Progress.Switched());
      String mark = run.memory.job() instanceof Job.InPlace job ? job.mark() : "";
      Proof.begin(run, plan, mark, DETAIL);
    } else {
      lost(run, plan, DigestCheck.problem(answer, plan.artifact().digest()));
    }
  }

  /// Half a file is worth nothing, and its room is needed for the whole one.
  private static void lost(Run run, Plan plan, String detail) {
    run.log(Severity.WARN, "the installed file is lost, fetching the artifact", "reason", detail);
    run.add(new Effect.DropInstalled());
    run.memory = run.memory.withInstalled(new Installed.Nothing());
    takeAnotherRoute(run, plan);
  }

  /// Looks anew at everything: after a start nothing is known yet.
  private static void takeAnotherRoute(Run run, Plan plan) {
    run.remember(
        run.memory.withJob(new Job.Underway(plan, Job.Step.FETCHING, Job.Route.COMPRESSED)));
    Switch.inspect(run);
  }
}
