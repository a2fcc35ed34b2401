package dev.sluice.rollout.device;

import dev.sluice.events.Outcome;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.rollout.count.RingCounts;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts the devices of one partition under one rings document.
///
/// Each device counts once, by its latest outcome, and an outcome counts only while the device is
/// admitted. One thread owns a tally. It is never kept: adding all records again rebuilds it.
public final class PartitionTally {
  private final RingsDocument document;
  private final Map<String, RingCounts> totals = new TreeMap<>();

  /// A tally without devices.
  public PartitionTally(RingsDocument document) {
    this.document = document;
  }

  /// The document under which it counts.
  public RingsDocument document() {
    return document;
  }

  /// Counts a device that was not counted before.
  public void add(DeviceRecord device) {
    ringOf(device)
        .ifPresent(ring -> totals.merge(ring.name(), count(ring, device), RingCounts::plus));
  }

  /// Takes back a device that was counted with exactly this record.
  public void remove(DeviceRecord device) {
    ringOf(device)
        .ifPresent(
            ring ->
                totals.computeIfPresent(
                    ring.name(), (_, total) -> total.minus(count(ring, device))));
  }

  /// The counts by ring name, a copy.
  public Map<String, RingCounts> totals() {
    return new TreeMap<>(totals);
  }

  private Optional<Ring> ringOf(DeviceRecord device) {
    return device.takes(document.product())
        ? RingMembership.ringOf(document, device.state().device(), device.state().attributes())
        : Optional.empty();
  }

  private static RingCounts count(Ring ring, DeviceRecord device) {
    Optional<NextRelease> next = ring.findNext();
    if (next.isEmpty()
        || !Admission.isAdmitted(
            next.get().rollout(), device.state().device(), next.get().sharePpm())) {
      return new RingCounts(1, 0, 0, 0, 0);
    }
    LatestOutcome outcome = device.outcomes().get(next.get().rollout().product());
    if (outcome == null || outcome.counter() != next.get().rollout().counter()) {
      return new RingCounts(1, 1, 0, 0, 0);
    }
    if (outcome.isInconclusive()) {
      return new RingCounts(1, 1, 0, 0, 1);
    }
    return outcome.outcome() == Outcome.INSTALLED
        ? new RingCounts(1, 1, 1, 0, 0)
        : new RingCounts(1, 1, 0, 1, 0);
  }
}
