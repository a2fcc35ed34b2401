package dev.sluice.simulation.stamp;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.DeviceTimeline;
import dev.sluice.rollout.device.LatestOutcome;
import dev.sluice.rollout.device.PartitionStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What the notifier keeps of one partition of the devices. It outlives the process.
final class PartitionInMemory implements PartitionStore {
  private final Map<DeviceId, DeviceRecord> devices = new TreeMap<>();
  private final Map<DeviceId, DeviceTimeline> timelines = new TreeMap<>();
  private final Map<ProductName, RingsDocument> documents = new TreeMap<>();
  private final Map<ProductName, PartitionReport> reports = new TreeMap<>();

  @Override
  public Optional<DeviceRecord> findDevice(DeviceId device) {
    return Optional.ofNullable(devices.get(device));
  }

  @Override
  public void keep(DeviceRecord record) {
    devices.put(record.state().device(), record);
  }

  @Override
  public void forEachDevice(Consumer<DeviceRecord> action) {
    devices.values().forEach(action);
  }

  @Override
  public DeviceTimeline timelineOf(DeviceId device) {
    return timelines.getOrDefault(device, DeviceTimeline.EMPTY);
  }

  @Override
  public void keep(DeviceId device, DeviceTimeline timeline) {
    timelines.put(device, timeline);
  }

  @Override
  public List<RingsDocument> documents() {
    return List.copyOf(documents.values());
  }

  @Override
  public void keep(RingsDocument document) {
    documents.put(document.product(), document);
  }

  @Override
  public Optional<PartitionReport> findReport(ProductName product) {
    return Optional.ofNullable(reports.get(product));
  }

  @Override
  public void keep(ProductName product, PartitionReport report) {
    reports.put(product, report);
  }

  /// The planted bug of a store that loses a write: the outcome of a rollout, which was counted, is
  /// not there.
  void lose(DeviceId device, RolloutId rollout) {
    devices.computeIfPresent(
        device,
        (_, record) -> {
          SortedMap<RolloutId, LatestOutcome> outcomes = new TreeMap<>(record.outcomes());
          outcomes.remove(rollout);
          return new DeviceRecord(record.state(), outcomes, record.times());
        });
  }
}
