package dev.sluice.update;

import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.update.file.Content;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Notes the steps of the device, and tells the pipeline of them.
///
/// They go out with the reports that are sent anyway: with a connection, and when an update ends.
/// One that takes longer is told in between, once a minute at most. A device that waits for its
/// turn tells so when it looks again unasked: those that wait are many, and looks are spread.
final class Telling {
  /// The least time between two reports of one update, and the age of what is told in between. Our
  /// choice: most updates are over by then, and need one report.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private Telling() {}

  /// Notes a step, and keeps it across a power cut.
  static void note(Run run, RolloutId rollout, int attempt, Progress progress) {
    UpdateMemory noted = noted(run, run.memory, rollout, attempt, progress);
    if (!noted.equals(run.memory)) {
      run.remember(noted);
    }
  }

  /// Notes a step of a plan, and keeps it across a power cut.
  static void note(Run run, Plan plan, Progress progress) {
    note(run, plan.rollout(), plan.attempt(), progress);
  }

  /// Notes a step of a plan in the memory, which is about to be kept.
  static UpdateMemory noted(Run run, Plan plan, Progress progress) {
    return noted(run, run.memory, plan.rollout(), plan.attempt(), progress);
  }

  /// Notes a step in a memory that is about to be kept.
  static UpdateMemory noted(
      Run run, UpdateMemory memory, RolloutId rollout, int attempt, Progress progress) {
    return memory.withTimeline(memory.timeline().with(run.agentTime(), rollout, attempt, progress));
  }

  /// The device waits.
  static void waits(Run run, RolloutId rollout, int attempt, String why) {
    note(run, rollout, attempt, new Progress.Waiting(Progress.cut(Ending.cut(why))));
  }

  /// The device waits with a plan.
  static void waits(Run run, Plan plan, String why) {
    waits(run, plan.rollout(), plan.attempt(), why);
  }

  /// All bytes of an artifact are there.
  static void fetched(Run run, Plan plan) {
    Progress.Form form =
        switch (Transfer.route(run.memory, plan)) {
          case PATCH -> Progress.Form.DELTA;
          case COMPRESSED -> Progress.Form.COMPRESSED;
          case SLICES -> Progress.Form.FULL;
        };
    note(
        run,
        plan,
        new Progress.Fetched(
            Progress.Source.EDGE,
            form,
            run.memory.timeline().fetchedBytes(),
            plan.artifact().lengthBytes()));
  }

  /// All bytes were there after a start. The power may have gone before that was noted.
  static void wasFetched(Run run, Plan plan) {
    if (!run.memory.timeline().isFetched(plan.rollout(), plan.attempt())) {
      fetched(run, plan);
    }
  }

  /// A part of an artifact came.
  static void came(Run run, Content content) {
    run.memory = run.memory.withTimeline(run.memory.timeline().withFetched(content.lengthBytes()));
  }

  /// Says what runs, and what the hub may not know yet.
  static void report(Run run) {
    run.add(
        new Effect.SendReport(
            Ending.running(run), run.memory.flags().told(), run.memory.timeline().undelivered()));
    run.reportedAt = run.now;
  }

  /// Says so, if there is anything that the hub may not know yet.
  static void reportSteps(Run run) {
    if (!run.memory.timeline().undelivered().isEmpty()) {
      report(run);
    }
  }

  /// The hub has a report; there may be more to tell than fits one.
  static void delivered(Run run, long number) {
    boolean wasFull = run.memory.timeline().undelivered().size() == UpdateStep.MAX_STEPS;
    run.memory = run.memory.withTimeline(run.memory.timeline().withDelivered(number));
    if (wasFull) {
      reportSteps(run);
    }
  }

  /// Whether an update is under way that the pipeline has heard nothing of for long.
  static boolean isOverdue(Run run) {
    List<UpdateStep> steps = run.memory.timeline().undelivered();
    Instant before = run.agentTime().minus(PAUSE);
    return run.phase.findPlan().isPresent()
        && !steps.isEmpty()
        && !steps.getFirst().at().isAfter(before)
        && !run.reportedAt.isAfter(run.now.minus(PAUSE));
  }
}
