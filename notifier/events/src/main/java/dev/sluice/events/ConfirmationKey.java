package dev.sluice.events;

import dev.sluice.events.device.DeviceId;
import dev.sluice.release.ReleaseId;

/// What makes two confirmations the same one, however often they arrive.
///
/// @param device which device
/// @param epoch its enrolment
/// @param release which release
/// @param outcome how it ended
public record ConfirmationKey(DeviceId device, long epoch, ReleaseId release, Outcome outcome) {
  /// As text, for stores that want one.
  @Override
  public String toString() {
    return device + "/" + epoch + "/" + release + "/" + Fields.word(outcome);
  }
}
