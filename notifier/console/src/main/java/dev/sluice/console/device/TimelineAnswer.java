package dev.sluice.console.device;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A device's latest steps as the API shows them.
///
/// @param steps the oldest first, as the device told them; empty if it told none
record TimelineAnswer(DeviceId device, List<StepAnswer> steps) {
  /// One step.
  ///
  /// @param at when, by the device's clock
  /// @param attempt which attempt at the rollout, from 1
  /// @param step `told`, `waiting`, `started`, `fetched`, `applied`, `switched`, `healthy`,
  ///     `passed`, `confirmed` or `rolled-back`
  /// @param source who gave the bytes, of a fetched step
  /// @param form in which form they came, of a fetched step
  /// @param lengthBytes how many, of a fetched step
  /// @param wholeBytes the length of the artifact, of a fetched step whose device told it
  /// @param outcome how it ended, of a confirmed step
  /// @param text why the device waits, why it ended so, or which floor release it passed; empty
  ///     otherwise
  record StepAnswer(
      Instant at,
      RolloutId rollout,
      int attempt,
      String step,
      Optional<Progress.Source> source,
      Optional<Progress.Form> form,
      Optional<Long> lengthBytes,
      Optional<Long> wholeBytes,
      Optional<Outcome> outcome,
      String text) {
    static StepAnswer of(UpdateStep step) {
      return switch (step.progress()) {
        case Progress.Waiting(var why) -> plain(step, why);
        case Progress.Fetched(var source, var form, var lengthBytes, var wholeBytes) ->
            new StepAnswer(
                step.at(),
                step.rollout(),
                step.attempt(),
                step.progress().word(),
                Optional.of(source),
                Optional.of(form),
                Optional.of(lengthBytes),
                Optional.of(wholeBytes).filter(whole -> whole > 0),
                Optional.empty(),
                "");
        case Progress.Confirmed(var outcome, var why) ->
            new StepAnswer(
                step.at(),
                step.rollout(),
                step.attempt(),
                step.progress().word(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(outcome),
                why);
        case Progress.Passed(var version) -> plain(step, "floor release " + version);
        case Progress.Told _,
            Progress.Started _,
            Progress.Applied _,
            Progress.Switched _,
            Progress.Healthy _,
            Progress.RolledBack _ ->
            plain(step, "");
      };
    }

    private static StepAnswer plain(UpdateStep step, String text) {
      return new StepAnswer(
          step.at(),
          step.rollout(),
          step.attempt(),
          step.progress().word(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          text);
    }
  }

  static TimelineAnswer of(DeviceId device, List<UpdateStep> steps) {
    return new TimelineAnswer(device, steps.stream().map(StepAnswer::of).toList());
  }
}
