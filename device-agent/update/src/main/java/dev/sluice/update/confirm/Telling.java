package dev.sluice.update.confirm;

import dev.sluice.events.inventory.Running;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.update.file.Content;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.turn.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Notes the steps of the device, and tells the pipeline of them.
///
/// They go out with the reports that are sent anyway: with a connection, and when an update ends.
/// One that takes longer is told in between, once a minute at most. A device that waits for its
/// turn tells so when it looks again unasked: those that wait are many, and looks are spread.
public final class Telling {
  /// The least time between two reports of one update, and the age of what is told in between. Our
  /// choice: most updates are over by then, and need one report.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private Telling() {}

  /// Notes a step, and keeps it across a power cut.
  public static Turn note(Turn turn, RolloutId rollout, int attempt, Progress progress) {
    return turn.rememberIfNew(noted(turn, turn.memory(), rollout, attempt, progress));
  }

  /// Notes a step of a plan, and keeps it across a power cut.
  public static Turn note(Turn turn, Plan plan, Progress progress) {
    return note(turn, plan.rollout(), plan.attempt(), progress);
  }

  /// Notes a step of a plan, which is kept with the next memory.
  public static Turn noted(Turn turn, Plan plan, Progress progress) {
    return turn.withMemory(noted(turn, turn.memory(), plan.rollout(), plan.attempt(), progress));
  }

  /// Notes a step in a memory that is about to be kept.
  static UpdateMemory noted(
      Turn turn, UpdateMemory memory, RolloutId rollout, int attempt, Progress progress) {
    return memory.withTimeline(
        memory.timeline().with(turn.agentTime(), rollout, attempt, progress));
  }

  /// The device waits.
  public static Turn waits(Turn turn, RolloutId rollout, int attempt, String why) {
    return note(turn, rollout, attempt, new Progress.Waiting(Progress.cut(Ending.cut(why))));
  }

  /// The device waits with a plan.
  public static Turn waits(Turn turn, Plan plan, String why) {
    return waits(turn, plan.rollout(), plan.attempt(), why);
  }

  /// All bytes of an artifact are there.
  public static Turn fetched(Turn turn, Plan plan) {
    Progress.Form form =
        switch (turn.memory().job().routeOf(plan)) {
          case PATCH -> Progress.Form.DELTA;
          case COMPRESSED -> Progress.Form.COMPRESSED;
          case SLICES -> Progress.Form.FULL;
        };
    return note(
        turn,
        plan,
        new Progress.Fetched(
            Progress.Source.EDGE,
            form,
            turn.memory().timeline().fetchedBytes(),
            plan.artifact().lengthBytes()));
  }

  /// All bytes were there after a start. The power may have gone before that was noted.
  public static Turn wasFetched(Turn turn, Plan plan) {
    return turn.memory().timeline().isFetched(plan.rollout(), plan.attempt())
        ? turn
        : fetched(turn, plan);
  }

  /// A part of an artifact came.
  public static Turn came(Turn turn, Content content) {
    return turn.withMemory(
        turn.memory().withTimeline(turn.memory().timeline().withFetched(content.lengthBytes())));
  }

  /// Says what runs, and what the hub may not know yet.
  public static Turn report(Turn turn) {
    return turn.report(
        new Effect.SendReport(
            running(turn.memory()),
            turn.memory().flags().told(),
            turn.memory().timeline().undelivered()));
  }

  /// What the device runs; as long as a release must prove itself, what ran before.
  private static List<Running> running(UpdateMemory memory) {
    if (memory.isOverwriting()) {
      return List.of();
    }
    return switch (memory.installed()) {
      case Installed.Nothing _ -> List.of();
      case Installed.Release release ->
          List.of(
              new Running(
                  release.release().product(),
                  release.release().version(),
                  release.counter(),
                  release.artifact()));
    };
  }

  /// Says so, if there is anything that the hub may not know yet.
  public static Turn reportSteps(Turn turn) {
    return turn.memory().timeline().undelivered().isEmpty() ? turn : report(turn);
  }

  /// The hub has a report; there may be more to tell than fits one.
  public static Turn delivered(Turn turn, long number) {
    boolean wasFull = turn.memory().timeline().undelivered().size() == UpdateStep.MAX_STEPS;
    Turn delivered =
        turn.withMemory(turn.memory().withTimeline(turn.memory().timeline().withDelivered(number)));
    return wasFull ? reportSteps(delivered) : delivered;
  }

  /// Says so while an update is under way that the pipeline has heard nothing of for long.
  public static Turn reportIfOverdue(Turn turn) {
    List<UpdateStep> steps = turn.memory().timeline().undelivered();
    Instant before = turn.agentTime().minus(PAUSE);
    boolean isOverdue =
        !steps.isEmpty()
            && !steps.getFirst().at().isAfter(before)
            && turn.isDue(turn.known().reportedAt().plus(PAUSE), PAUSE);
    return isOverdue ? report(turn) : turn;
  }
}
