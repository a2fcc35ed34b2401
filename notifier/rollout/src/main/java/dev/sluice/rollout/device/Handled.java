package dev.sluice.rollout.device;

import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import java.util.List;
import java.util.Optional;

/// What a message of a device came to. What it changes is kept and counted.
///
/// @param before the record that the device had; empty if it had none
/// @param decision what the message means
/// @param news the steps of the device's timeline that it told first
public record Handled(
    Optional<DeviceRecord> before, DeviceDecision decision, List<UpdateStep> news) {
  /// Copies the list.
  public Handled {
    news = List.copyOf(news);
  }

  static Handled of(Optional<DeviceRecord> before, DeviceDecision decision) {
    return new Handled(before, decision, List.of());
  }

  Handled with(List<UpdateStep> steps) {
    return new Handled(before, decision, steps);
  }

  /// The device's new record if the message told the first outcome of this rollout.
  public Optional<DeviceRecord> findFirst(RolloutId rollout) {
    return decision instanceof DeviceDecision.Updated(var next)
            && before.flatMap(record -> record.findOutcome(rollout)).isEmpty()
        ? Optional.of(next)
        : Optional.empty();
  }
}
