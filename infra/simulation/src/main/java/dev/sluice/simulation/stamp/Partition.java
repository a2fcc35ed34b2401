package dev.sluice.simulation.stamp;

import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.device.DeviceDecision;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.DeviceRules;
import dev.sluice.rollout.device.DeviceTimeline;
import dev.sluice.rollout.device.PartitionTally;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One partition of the inventory: its devices, and how they count under the latest rings document.
final class Partition {
  private final int index;
  private final int partitions;
  private final Map<DeviceId, DeviceRecord> records = new TreeMap<>();
  private final Map<DeviceId, DeviceTimeline> timelines = new TreeMap<>();

  private Optional<PartitionTally> tally = Optional.empty();
  private long revision;

  Partition(int index, int partitions) {
    this.index = index;
    this.partitions = partitions;
  }

  Optional<DeviceRecord> find(DeviceId device) {
    return Optional.ofNullable(records.get(device));
  }

  void enrol(DeviceEnrolled event, Instant now) {
    var _ = take(Optional.of(DeviceRules.enrol(event, now)));
  }

  /// What a confirmation means; the tally has changed if it was believed.
  DeviceDecision confirm(SignedConfirmation event, Instant now) {
    var device = event.confirmation().device();
    return take(find(device).map(record -> DeviceRules.confirm(record, event, now)));
  }

  DeviceDecision report(DeviceReported event, Instant now) {
    DeviceTimeline told =
        timelines.getOrDefault(event.device(), DeviceTimeline.EMPTY).with(event.steps());
    DeviceDecision decision =
        take(find(event.device()).map(record -> DeviceRules.report(record, event, told, now)));
    if (decision instanceof DeviceDecision.Updated) {
      timelines.put(event.device(), told);
    }
    return decision;
  }

  private DeviceDecision take(Optional<DeviceDecision> decision) {
    if (decision.isPresent() && decision.get() instanceof DeviceDecision.Updated(var record)) {
      replace(record);
    }
    return decision.orElseGet(DeviceDecision.NotEnrolled::new);
  }

  private void replace(DeviceRecord record) {
    var before = records.put(record.state().device(), record);
    tally.ifPresent(
        counted -> {
          if (before != null) {
            counted.remove(before);
          }
          counted.add(record);
        });
  }

  /// Counts under this document from now on, unless a later one is in use.
  void countUnder(RingsDocument document) {
    if (tally.isPresent() && tally.get().document().sequence() >= document.sequence()) {
      return;
    }
    var counted = new PartitionTally(document);
    records.values().forEach(counted::add);
    tally = Optional.of(counted);
  }

  /// The counts as they are, with a revision of their own.
  Optional<PartitionReport> report() {
    return tally.map(
        counted ->
            new PartitionReport(
                index, partitions, counted.document().sequence(), ++revision, counted.reports()));
  }
}
