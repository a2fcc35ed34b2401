package dev.sluice.notifier.topology;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.ReportCodec;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.DeviceRecordCodec;
import dev.sluice.rollout.device.DeviceTimeline;
import dev.sluice.rollout.device.PartitionStore;
import dev.sluice.rollout.device.TimelineCodec;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// One partition of the devices in state stores, which Streams keeps exactly once with the
/// messages.
///
/// @param devices records by device
/// @param timelines by device
/// @param latest the rings documents by product
/// @param reports what was sent last, by product
record StoredPartition(
    KeyValueStore<String, byte[]> devices,
    KeyValueStore<String, byte[]> timelines,
    KeyValueStore<String, byte[]> latest,
    KeyValueStore<String, byte[]> reports)
    implements PartitionStore {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(NotifierTopology.MAX_RECORD_BYTES);

  static StoredPartition of(ProcessorContext<?, ?> context) {
    return new StoredPartition(
        context.getStateStore(NotifierTopology.DEVICES_STORE),
        context.getStateStore(NotifierTopology.TIMELINES_STORE),
        context.getStateStore(NotifierTopology.DOCUMENTS_STORE),
        context.getStateStore(NotifierTopology.REPORTS_STORE));
  }

  @Override
  public Optional<DeviceRecord> findDevice(DeviceId device) {
    return Optional.ofNullable(devices.get(device.value())).map(StoredPartition::device);
  }

  @Override
  public void keep(DeviceRecord record) {
    devices.put(record.state().device().value(), DeviceRecordCodec.encode(record));
  }

  @Override
  public void forEachDevice(Consumer<DeviceRecord> action) {
    try (KeyValueIterator<String, byte[]> all = devices.all()) {
      while (all.hasNext()) {
        action.accept(device(all.next().value));
      }
    }
  }

  @Override
  public DeviceTimeline timelineOf(DeviceId device) {
    byte[] held = timelines.get(device.value());
    return held == null ? DeviceTimeline.EMPTY : timeline(held);
  }

  @Override
  public void keep(DeviceId device, DeviceTimeline timeline) {
    timelines.put(device.value(), TimelineCodec.encode(timeline));
  }

  @Override
  public List<RingsDocument> documents() {
    List<RingsDocument> all = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> kept = latest.all()) {
      while (kept.hasNext()) {
        all.add(document(kept.next().value));
      }
    }
    return all;
  }

  @Override
  public void keep(RingsDocument document) {
    latest.put(document.product().value(), document.encode());
  }

  @Override
  public Optional<PartitionReport> findReport(ProductName product) {
    return Optional.ofNullable(reports.get(product.value())).map(StoredPartition::report);
  }

  @Override
  public void keep(ProductName product, PartitionReport report) {
    reports.put(product.value(), encode(report));
  }

  static byte[] encode(PartitionReport report) {
    return PlainJson.encode(ReportCodec.toJson(report));
  }

  /// What [#keep(DeviceRecord)] has written.
  static DeviceRecord device(byte[] bytes) {
    try {
      return DeviceRecordCodec.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("the record of a device must be readable", e);
    }
  }

  /// What [#keep(DeviceId, DeviceTimeline)] has written.
  static DeviceTimeline timeline(byte[] bytes) {
    try {
      return TimelineCodec.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("the timeline of a device must be readable", e);
    }
  }

  private static RingsDocument document(byte[] bytes) {
    try {
      return RingsDocument.decode(bytes);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a kept rings document must be readable", e);
    }
  }

  private static PartitionReport report(byte[] bytes) {
    try {
      return ReportCodec.fromJson(StrictJson.parseObject(bytes, LIMITS));
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a kept report must be readable", e);
    }
  }
}
