package dev.sluice.update;

import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect.Severity;
import java.time.Instant;
import java.util.Optional;

/// Lets a device that has a release whole wait until it may switch to it.
///
/// While it waits it looks like any other device, so that it hears of a halt, of a later release,
/// and of other windows. Only the switch waits.
final class Maintenance {
  private Maintenance() {}

  /// Whether the device has to wait with the switch. If so it rests, at most until the window
  /// opens.
  static boolean isClosed(Run run, Plan plan) {
    Instant opening = plan.schedule().from(run.agentTime(), run.settings.zone());
    if (!opening.isAfter(run.agentTime())) {
      return false;
    }
    run.log(
        Severity.INFO,
        "waiting for a maintenance window",
        "release",
        plan.release().toString(),
        "until",
        opening.toString());
    Telling.waits(run, plan, "maintenance window, until " + opening);
    Cycle.idleUntil(run, opening);
    return true;
  }

  /// Whether the device has what was chosen whole, and has to wait with the switch. If so it rests,
  /// and spares itself the reading of what it has.
  static boolean isWaiting(Run run, Choice choice) {
    Optional<Plan> ready = findReady(run.memory.job()).filter(plan -> plan.isOf(choice));
    if (ready.isEmpty()) {
      return false;
    }
    Plan plan = ready.get().withSchedule(choice.schedule());
    if (!plan.equals(ready.get())) {
      run.remember(run.memory.withJob(withPlan(run.memory.job(), plan)));
    }
    return isClosed(run, plan);
  }

  private static Optional<Plan> findReady(Job job) {
    return switch (job) {
      case Job.Underway(var plan, var step, _) when step == Job.Step.READY -> Optional.of(plan);
      case Job.InPlace(var plan, _, var stage, _) when stage == Job.Stage.READY ->
          Optional.of(plan);
      case Job.Nothing _, Job.Scheduled _, Job.Underway _, Job.InPlace _, Job.Trial _ ->
          Optional.empty();
    };
  }

  private static Job withPlan(Job job, Plan plan) {
    return switch (job) {
      case Job.Underway(_, var step, var route) -> new Job.Underway(plan, step, route);
      case Job.InPlace(_, var order, var stage, var mark) ->
          new Job.InPlace(plan, order, stage, mark);
      case Job.Nothing _, Job.Scheduled _, Job.Trial _ ->
          throw new IllegalStateException("no release is whole in " + job);
    };
  }
}
