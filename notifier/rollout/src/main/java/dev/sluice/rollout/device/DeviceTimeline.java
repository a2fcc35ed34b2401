package dev.sluice.rollout.device;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The latest steps of a device, as it told them.
///
/// @param steps in the order in which they became known, at most [#KEPT], each once
public record DeviceTimeline(List<UpdateStep> steps) {
  /// How many are kept: two or three updates.
  public static final int KEPT = 24;

  /// Nothing is known.
  public static final DeviceTimeline EMPTY = new DeviceTimeline(List.of());

  /// Copies the list.
  public DeviceTimeline {
    steps = List.copyOf(steps);
  }

  /// How long the device was at work on an attempt that ended well, by its own clock: from when it
  /// last began to its confirmation, without the time that it waited, such as for a maintenance
  /// window or for its edge node. That says nothing about the release.
  ///
  /// Empty if the steps do not tell.
  Optional<Duration> findWork(RolloutId rollout, int attempt) {
    Optional<Duration> found = Optional.empty();
    Optional<UpdateStep> before = Optional.empty();
    Duration work = Duration.ZERO;
    for (UpdateStep step : steps) {
      if (step.attempt() != attempt || !step.rollout().equals(rollout)) {
        continue;
      }
      if (step.progress() instanceof Progress.Started) {
        before = Optional.of(step);
        work = Duration.ZERO;
      } else if (before.isPresent()) {
        work = work.plus(between(before.get(), step));
        before = Optional.of(step);
        if (step.progress() instanceof Progress.Confirmed(var outcome, _)) {
          found = outcome == Outcome.INSTALLED ? Optional.of(work) : Optional.empty();
          before = Optional.empty();
        }
      }
    }
    return found;
  }

  /// None if it waited, or if its clock was set back.
  private static Duration between(UpdateStep step, UpdateStep next) {
    boolean isWork = !(step.progress() instanceof Progress.Waiting) && next.at().isAfter(step.at());
    return isWork ? Duration.between(step.at(), next.at()) : Duration.ZERO;
  }

  /// With what was reported. A step that is there already changes nothing: devices repeat what may
  /// not have arrived. The order is not by their clocks, which may be wrong by years.
  public DeviceTimeline with(List<UpdateStep> reported) {
    List<UpdateStep> all = new ArrayList<>(steps);
    for (UpdateStep step : reported) {
      if (!all.contains(step)) {
        all.add(step);
      }
    }
    return new DeviceTimeline(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }

  /// The steps that were not there before.
  public List<UpdateStep> since(DeviceTimeline before) {
    return steps.stream().filter(step -> !before.steps.contains(step)).toList();
  }
}
