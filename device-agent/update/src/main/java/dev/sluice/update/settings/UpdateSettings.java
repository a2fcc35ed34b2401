package dev.sluice.update.settings;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import java.time.Duration;
import java.time.ZoneId;

/// What the machine must know about its device.
///
/// @param device who it is
/// @param epoch its enrolment epoch, 0 or more
/// @param product what it runs
/// @param attributes what ring selectors look at
/// @param refreshInterval how long it waits, give or take a tenth, before it looks unasked
/// @param maxMemoryBytes most memory that applying a patch may take
/// @param maxWork most work that the patches to an artifact may be together, as they declare it
/// @param pieces how the work on a patch is cut
/// @param inPlace whether a patch may be applied over the installed file
/// @param health what decides after a switch whether the new version stays
/// @param zone whose clock maintenance windows go by
/// @param kind which artifacts it installs; a document is reloaded after each switch
public record UpdateSettings(
    DeviceId device,
    long epoch,
    ProductName product,
    DeviceAttributes attributes,
    Duration refreshInterval,
    long maxMemoryBytes,
    Duration maxWork,
    PatchPieces pieces,
    InPlacePolicy inPlace,
    HealthPolicy health,
    ZoneId zone,
    Installer kind) {
  /// Checks the ranges.
  public UpdateSettings {
    if (epoch < 0) {
      throw new IllegalArgumentException("the enrolment epoch must be 0 or more, got " + epoch);
    }
    if (refreshInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "the refresh interval must be positive, got " + refreshInterval);
    }
    if (maxMemoryBytes < 0) {
      throw new IllegalArgumentException(
          "the memory limit must be 0 or more, got " + maxMemoryBytes);
    }
    if (maxWork.isNegative()) {
      throw new IllegalArgumentException("the work limit must be 0 or more, got " + maxWork);
    }
  }

  /// Whether a version has to prove itself after the switch.
  public boolean isProofAsked() {
    return kind.isDocument() || !(health instanceof HealthPolicy.None);
  }
}
