package dev.sluice.update.memory;

import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The latest steps of the device, and how many of them the hub has.
///
/// @param delivered number of the latest step that the hub has, 0 if it has none
/// @param fetchedBytes what came since the device began to bring what it is at
/// @param steps the latest last, at most [#MAX_STEPS], with rising numbers
public record Timeline(long delivered, long fetchedBytes, List<UpdateStep> steps) {
  /// Most steps that are kept: three or four updates.
  public static final int MAX_STEPS = 32;

  /// A device that was never updated.
  public static final Timeline EMPTY = new Timeline(0, 0, List.of());

  /// Checks the bounds and copies the list.
  public Timeline {
    steps = List.copyOf(steps);
    if (delivered < 0 || fetchedBytes < 0 || !isList(steps)) {
      throw new IllegalArgumentException(
          "expected at most %d steps with rising numbers, got %s".formatted(MAX_STEPS, steps));
    }
  }

  public static boolean isList(List<UpdateStep> steps) {
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).number() <= steps.get(i - 1).number()) {
        return false;
      }
    }
    return steps.size() <= MAX_STEPS;
  }

  /// With one more step, unless it says nothing new.
  public Timeline with(Instant at, RolloutId rollout, int attempt, Progress progress) {
    long number = steps.isEmpty() ? delivered + 1 : steps.getLast().number() + 1;
    var step = new UpdateStep(number, at, rollout, attempt, progress);
    if (isKnown(step)) {
      return this;
    }
    List<UpdateStep> next = new ArrayList<>(steps);
    next.add(step);
    boolean countsAnew =
        progress instanceof Progress.Started || progress instanceof Progress.Fetched;
    return new Timeline(
        delivered,
        countsAnew ? 0 : fetchedBytes,
        next.subList(Math.max(0, next.size() - MAX_STEPS), next.size()));
  }

  /// A device looks, waits and starts again after a power cut; that is told once.
  private boolean isKnown(UpdateStep step) {
    return switch (step.progress()) {
      case Progress.Told told ->
          steps.stream().anyMatch(s -> isSameAttempt(s, step) && s.progress().equals(told));
      case Progress.Started _ -> isStarted(step);
      case Progress.Waiting _,
          Progress.Fetched _,
          Progress.Applied _,
          Progress.Switched _,
          Progress.Healthy _,
          Progress.Passed _,
          Progress.Confirmed _,
          Progress.RolledBack _ ->
          !steps.isEmpty()
              && isSameAttempt(steps.getLast(), step)
              && steps.getLast().progress().equals(step.progress());
    };
  }

  private boolean isStarted(UpdateStep step) {
    return isAfter(
        step.rollout(),
        step.attempt(),
        Progress.Started.class,
        Set.of(Progress.Passed.class, Progress.Confirmed.class));
  }

  /// Whether all bytes were there since the device began to bring them.
  public boolean isFetched(RolloutId rollout, int attempt) {
    return isAfter(rollout, attempt, Progress.Fetched.class, Set.of(Progress.Started.class));
  }

  /// Whether an attempt came to one step after it last came to any of others.
  private boolean isAfter(
      RolloutId rollout,
      int attempt,
      Class<? extends Progress> wanted,
      Set<Class<? extends Progress>> others) {
    for (UpdateStep step : steps.reversed()) {
      if (step.attempt() == attempt && step.rollout().equals(rollout)) {
        if (wanted.isInstance(step.progress())) {
          return true;
        }
        if (others.contains(step.progress().getClass())) {
          return false;
        }
      }
    }
    return false;
  }

  private static boolean isSameAttempt(UpdateStep one, UpdateStep other) {
    return one.attempt() == other.attempt() && one.rollout().equals(other.rollout());
  }

  /// More bytes came.
  public Timeline withFetched(long lengthBytes) {
    return new Timeline(delivered, fetchedBytes + lengthBytes, steps);
  }

  /// The hub has everything up to this step.
  public Timeline withDelivered(long number) {
    long latest = steps.isEmpty() ? delivered : steps.getLast().number();
    return new Timeline(Math.max(delivered, Math.min(number, latest)), fetchedBytes, steps);
  }

  /// What the hub does not have yet, the oldest first, as many as fit one report.
  public List<UpdateStep> undelivered() {
    return steps.stream()
        .filter(step -> step.number() > delivered)
        .limit(UpdateStep.MAX_STEPS)
        .toList();
  }
}
