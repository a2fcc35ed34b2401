package dev.sluice.rollout.device;

import dev.sluice.events.confirmation.SignatureCheck;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.RingReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The devices of one partition, and how they count under the rings document of each product.
///
/// A message that comes again changes nothing: a device moves from one count to another only as its
/// record changes. The tallies are in memory only; at the start, and under each new document, all
/// devices of the partition are counted anew, a few microseconds each. For one thread.
public final class DevicePartition {
  private final int partition;
  private final int partitions;
  private final PartitionStore kept;
  private final SignatureCheck signatures;
  private final Map<ProductName, PartitionTally> tallies = new TreeMap<>();
  private final Set<ProductName> changed = new TreeSet<>();

  /// The devices that a store holds, counted.
  ///
  /// @param partition which one, from 0
  /// @param partitions how many there are
  /// @param signatures looks at those of confirmations
  public DevicePartition(
      int partition, int partitions, PartitionStore kept, SignatureCheck signatures) {
    this.partition = partition;
    this.partitions = partitions;
    this.kept = kept;
    this.signatures = signatures;
    countAll(kept.documents().stream().map(this::begin).toList());
  }

  /// A device is enrolled, or enrolled again.
  public Handled enrol(DeviceEnrolled event, Instant now) {
    Optional<DeviceRecord> held = kept.findDevice(event.device());
    return decide(
        held,
        held.map(record -> DeviceRules.enrolAgain(record, event, now))
            .orElseGet(() -> DeviceRules.enrol(event, now)));
  }

  /// A device reports.
  public Handled report(DeviceReported event, Instant now) {
    DeviceTimeline before =
        event.steps().isEmpty() ? DeviceTimeline.EMPTY : kept.timelineOf(event.device());
    DeviceTimeline after = before.with(event.steps());
    Handled handled =
        decide(event.device(), record -> DeviceRules.report(record, event, after, now));
    if (!(handled.decision() instanceof DeviceDecision.Updated) || after.equals(before)) {
      return handled;
    }
    kept.keep(event.device(), after);
    return handled.with(after.since(before));
  }

  /// A device confirms.
  public Handled confirm(SignedConfirmation event, Instant now) {
    return decide(
        event.confirmation().device(),
        record -> DeviceRules.confirm(record, event, signatures, now));
  }

  private Handled decide(DeviceId device, Function<DeviceRecord, DeviceDecision> rule) {
    Optional<DeviceRecord> held = kept.findDevice(device);
    return decide(held, held.map(rule).orElseGet(DeviceDecision.NotEnrolled::new));
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as it was found
  private Handled decide(Optional<DeviceRecord> held, DeviceDecision decision) {
    if (decision instanceof DeviceDecision.Updated(var next)) {
      kept.keep(next);
      tallies.forEach(
          (product, tally) -> {
            held.ifPresent(tally::remove);
            tally.add(next);
            changed.add(product);
          });
    }
    return Handled.of(held, decision);
  }

  /// Counts under another document from now on, unless a later one of the product came already.
  public void countUnder(RingsDocument document) {
    PartitionTally held = tallies.get(document.product());
    if (held != null && held.document().sequence() >= document.sequence()) {
      return;
    }
    kept.keep(document);
    countAll(List.of(begin(document)));
  }

  private PartitionTally begin(RingsDocument document) {
    var tally = new PartitionTally(document);
    tallies.put(document.product(), tally);
    changed.add(document.product());
    return tally;
  }

  private void countAll(List<PartitionTally> fresh) {
    if (!fresh.isEmpty()) {
      kept.forEachDevice(device -> fresh.forEach(tally -> tally.add(device)));
    }
  }

  /// The document under which a product's devices are counted, if there is one.
  public Optional<RingsDocument> findDocument(ProductName product) {
    return Optional.ofNullable(tallies.get(product)).map(PartitionTally::document);
  }

  /// Whether there may be reports to take.
  public boolean hasChanged() {
    return !changed.isEmpty();
  }

  /// The reports, by product, that say something else than those that were taken last.
  public Map<ProductName, PartitionReport> takeChanged() {
    Map<ProductName, PartitionReport> changes = new TreeMap<>();
    for (ProductName product : changed) {
      PartitionTally tally = tallies.get(product);
      if (tally != null) {
        findNews(product, tally).ifPresent(report -> changes.put(product, report));
      }
    }
    changed.clear();
    changes.forEach(kept::keep);
    return changes;
  }

  private Optional<PartitionReport> findNews(ProductName product, PartitionTally tally) {
    Optional<PartitionReport> last = kept.findReport(product);
    long sequence = tally.document().sequence();
    Map<String, RingReport> rings = tally.reports();
    Map<String, Map<String, Long>> flagsOff = tally.flagsOff();
    var report =
        new PartitionReport(
            partition,
            partitions,
            sequence,
            last.map(PartitionReport::revision).orElse(0L) + 1,
            rings,
            flagsOff);
    return last.filter(report::saysTheSame).isPresent() ? Optional.empty() : Optional.of(report);
  }
}
