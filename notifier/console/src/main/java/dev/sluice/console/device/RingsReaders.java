package dev.sluice.console.device;

import dev.sluice.api.Problem;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/// Sees to it that no order asks for rings documents that known devices cannot read: such a device
/// refuses the whole document, and stays where it is.
///
/// @param devices are counted
/// @param clock says which of them were heard of lately
public record RingsReaders(DeviceQueries devices, InstantSource clock) {
  /// A device that was not heard of for longer does not hold up the others.
  static final Duration HEARD_WITHIN = Duration.ofDays(30);

  /// Refuses a format that some devices of a product cannot read.
  ///
  /// @param ringsFormat the format version of the rings documents that the order leads to
  /// @throws dev.sluice.api.ProblemException 409
  /// @throws IOException if the devices cannot be counted now
  public void require(ProductName product, long ringsFormat) throws IOException {
    long behind = devices.countBehind(product, ringsFormat, clock.instant().minus(HEARD_WITHIN));
    if (behind > 0) {
      throw Problem.conflict(
              "product %s: %d of its devices cannot read the rings documents that this leads to"
                  .formatted(product, behind))
          .with(
              "devices that read format " + ringsFormat,
              "%d devices, heard of within %d days, that read lower ones only"
                  .formatted(behind, HEARD_WITHIN.toDays()))
          .withAdvice(
              "update their agents first; `--force` orders it all the same, and those devices take no"
                  + " release until then")
          .asException();
    }
  }
}
