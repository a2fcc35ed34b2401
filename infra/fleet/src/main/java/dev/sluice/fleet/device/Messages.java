package dev.sluice.fleet.device;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What light devices say, in the words of real ones.
///
/// For any number of threads, once [#enrolled(int)] has been said.
public final class Messages {
  /// A light device is enrolled once, for good.
  private static final long EPOCH = 1;

  private static final OutcomeReason UNHEALTHY =
      new OutcomeReason(
          OutcomeReason.Code.UNHEALTHY, OutcomeReason.Step.HEALTH, "as the fleet's model says");

  private final FleetModel model;
  private final DeviceKeys keys;

  /// Nothing is made yet.
  public Messages(FleetModel model) {
    this.model = model;
    this.keys = new DeviceKeys(model.seed(), model.devices());
  }

  /// That a device belongs to the fleet; comes before all else that it says.
  public DeviceEnrolled enrolled(int device) {
    return new DeviceEnrolled(
        model.id(device), EPOCH, keys.make(device), model.attributes(device), products());
  }

  /// That a device runs nothing yet, and reads rings documents as this version writes them.
  public DeviceReported reported(int device) {
    return new DeviceReported(
        model.id(device), EPOCH, products(), List.of(), List.of(), RingsDocument.LATEST_VERSION);
  }

  private SortedSet<ProductName> products() {
    return new TreeSet<>(Set.of(model.product()));
  }

  /// How a release ended, signed.
  ///
  /// @param artifact what was installed, or tried
  public SignedConfirmation confirmed(Answer answer, Digest artifact) {
    return keys.sign(
        answer.device(),
        new Confirmation(
            model.id(answer.device()),
            EPOCH,
            answer.release().release(),
            answer.release().counter(),
            answer.rollout(),
            answer.attempt(),
            artifact,
            answer.outcome(),
            answer.outcome() == Outcome.INSTALLED ? OutcomeReason.none() : UNHEALTHY,
            answer.at()));
  }
}
