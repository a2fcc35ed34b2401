package dev.sluice.notifier.topology;

import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.ReportCodec;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.PartitionTally;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Counts the devices of one partition for each product that has a rings document.
///
/// The tallies are in memory only; at the start, and under each new document, all devices of the
/// partition are counted anew, a few microseconds each. In between a device moves from one count to
/// another as its record changes.
final class PartitionCounts {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(NotifierTopology.MAX_RECORD_BYTES);

  private final int partition;
  private final int partitions;
  private final KeyValueStore<String, byte[]> documents;
  private final KeyValueStore<String, byte[]> reports;
  private final KeyValueStore<String, byte[]> devices;
  private final Map<String, PartitionTally> tallies = new TreeMap<>();
  private final Set<String> changed = new HashSet<>();

  PartitionCounts(
      int partition,
      int partitions,
      KeyValueStore<String, byte[]> documents,
      KeyValueStore<String, byte[]> reports,
      KeyValueStore<String, byte[]> devices) {
    this.partition = partition;
    this.partitions = partitions;
    this.documents = documents;
    this.reports = reports;
    this.devices = devices;
    try (KeyValueIterator<String, byte[]> all = documents.all()) {
      while (all.hasNext()) {
        begin(document(all.next().value));
      }
    }
    countAll(tallies);
  }

  /// Counts under another document from now on, unless a later one came already.
  void countUnder(RingsPlanned planned) {
    String product = planned.key();
    PartitionTally held = tallies.get(product);
    if (held != null && held.document().sequence() >= planned.sequence()) {
      return;
    }
    documents.put(product, planned.document().encode());
    countAll(Map.of(product, begin(planned.document())));
  }

  /// The document under which a product's devices are counted, if there is one.
  Optional<RingsDocument> document(ProductName product) {
    return Optional.ofNullable(tallies.get(product.value())).map(PartitionTally::document);
  }

  /// Counts a device that is new, or whose former record was removed.
  void add(DeviceRecord device) {
    tallies.forEach(
        (product, tally) -> {
          tally.add(device);
          changed.add(product);
        });
  }

  /// Takes back a device before its record changes.
  void remove(DeviceRecord device) {
    tallies.values().forEach(tally -> tally.remove(device));
  }

  /// Whether there may be reports to take.
  boolean hasChanged() {
    return !changed.isEmpty();
  }

  /// The reports that differ from the last ones sent, by the key to send them under.
  Map<String, byte[]> takeChanged() {
    Map<String, byte[]> changes = new TreeMap<>();
    for (String product : changed) {
      PartitionTally tally = tallies.get(product);
      if (tally != null) {
        report(product, tally).ifPresent(report -> changes.put(product + "/" + partition, report));
      }
    }
    changed.clear();
    return changes;
  }

  private Optional<byte[]> report(String product, PartitionTally tally) {
    byte[] last = reports.get(product);
    Map<String, RingReport> rings = tally.reports();
    Map<String, Map<String, Long>> flagsOff = tally.flagsOff();
    long sequence = tally.document().sequence();
    long revision = 1;
    if (last != null) {
      PartitionReport sent = report(last);
      if (sent.sequence() == sequence
          && sent.partitions() == partitions
          && sent.rings().equals(rings)
          && sent.flagsOff().equals(flagsOff)) {
        return Optional.empty();
      }
      revision = sent.revision() + 1;
    }
    byte[] report =
        PlainJson.encode(
            ReportCodec.toJson(
                new PartitionReport(partition, partitions, sequence, revision, rings, flagsOff)));
    reports.put(product, report);
    return Optional.of(report);
  }

  private PartitionTally begin(RingsDocument document) {
    var tally = new PartitionTally(document);
    tallies.put(document.product().value(), tally);
    changed.add(document.product().value());
    return tally;
  }

  private void countAll(Map<String, PartitionTally> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    try (KeyValueIterator<String, byte[]> all = devices.all()) {
      while (all.hasNext()) {
        DeviceRecord device = DeviceProcessor.decode(all.next().value);
        fresh.values().forEach(tally -> tally.add(device));
      }
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
