package dev.sluice.rollout.device;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.count.PartitionReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a [DevicePartition] keeps over restarts.
///
/// What it is given while a message is handled must be kept together with the fact that the message
/// was handled, or not at all. One thread uses a store.
public interface PartitionStore {
  /// The record of a device.
  Optional<DeviceRecord> findDevice(DeviceId device);

  /// Keeps the record of a device in place of the one before.
  void keep(DeviceRecord record);

  /// Gives out every record once, in any order.
  void forEachDevice(Consumer<DeviceRecord> action);

  /// The latest steps of a device; [DeviceTimeline#EMPTY] if it told of none.
  DeviceTimeline timelineOf(DeviceId device);

  /// Keeps the latest steps of a device in place of those before.
  void keep(DeviceId device, DeviceTimeline timeline);

  /// The latest rings document of each product.
  List<RingsDocument> documents();

  /// Keeps a rings document in place of the product's one before.
  void keep(RingsDocument document);

  /// The report that was taken last for a product.
  Optional<PartitionReport> findReport(ProductName product);

  /// Keeps the report that was taken last for a product.
  void keep(ProductName product, PartitionReport report);
}
