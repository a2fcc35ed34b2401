package dev.sluice.rollout.fake;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.DeviceTimeline;
import dev.sluice.rollout.device.PartitionStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What the notifier keeps of one partition of the devices, in order of their names. It outlives
/// the
/// process that used it.
public final class PartitionInMemory implements PartitionStore {
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
}
