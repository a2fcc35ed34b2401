package dev.sluice.events.rings;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import java.util.Optional;

/// Finds the ring of a device: the first whose selector matches.
///
/// Notifier and device call this one function, so that they agree on who is where.
public final class RingMembership {
  private RingMembership() {}

  /// The device's ring.
  ///
  /// @return nothing if no selector matches; such a device gets no releases
  public static Optional<Ring> ringOf(
      RingsDocument document, DeviceId device, DeviceAttributes attributes) {
    return document.rings().stream()
        .filter(ring -> ring.selector().matches(device, attributes))
        .findFirst();
  }
}
