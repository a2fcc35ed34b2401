package dev.sluice.events.confirmation;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.RolloutId;

/// What makes two confirmations the same one, however often they arrive.
///
/// @param device which device
/// @param epoch its enrolment
/// @param rollout the rollout that it answers; another run is another question
/// @param attempt which attempt at it: who tries again answers again
/// @param outcome how it ended
/// @param code why it ended so: a full disk first and a bad release then are two answers
public record ConfirmationKey(
    DeviceId device,
    long epoch,
    RolloutId rollout,
    int attempt,
    Outcome outcome,
    OutcomeReason.Code code) {
  /// As text, for stores that want one.
  @Override
  public String toString() {
    return String.join(
        "/",
        device.value(),
        String.valueOf(epoch),
        attempt > RolloutId.FIRST_ATTEMPT ? rollout + "#" + attempt : rollout.toString(),
        Fields.word(outcome),
        Fields.word(code));
  }
}
