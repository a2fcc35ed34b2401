package dev.sluice.rollout.device;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.FailureCause;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.release.flags.FlagName;
import dev.sluice.rollout.count.Passages;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.count.TimeCounts;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts the devices of one partition under one rings document.
///
/// Each device counts once, by its latest outcome, and an outcome counts only while the device is
/// admitted, a failure only under the attempt that the device has made. Whom a safeguard hold keeps
/// out is not admitted, whatever it has answered: that says nothing about the others. One thread
/// owns a tally. It is never kept: adding all records again rebuilds it.
public final class PartitionTally {
  private static final String HARDWARE = "hardware";

  private static final RingCounts NOT_ADMITTED = new RingCounts(1, 0, 0, 0, 0);
  private static final RingCounts PENDING = new RingCounts(1, 1, 0, 0, 0);
  private static final RingCounts CONFIRMED = new RingCounts(1, 1, 1, 0, 0);
  private static final RingCounts FAILED = new RingCounts(1, 1, 0, 1, 0);
  private static final RingCounts INCONCLUSIVE = new RingCounts(1, 1, 0, 0, 1);

  private final RingsDocument document;
  private final Map<String, RingTally> rings = new TreeMap<>();

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
    ringOf(device).ifPresent(ring -> change(ring, device, 1));
  }

  /// Takes back a device that was counted with exactly this record.
  public void remove(DeviceRecord device) {
    ringOf(device).ifPresent(ring -> change(ring, device, -1));
  }

  /// How many devices stand where, by ring name, a copy; a ring that is not there has no devices.
  public Map<String, RingCounts> totals() {
    Map<String, RingCounts> totals = new TreeMap<>();
    rings.forEach((name, tally) -> totals.put(name, tally.counts));
    return totals;
  }

  /// All that is counted, by ring name, a copy; a ring that is not there has no devices.
  public Map<String, RingReport> reports() {
    Map<String, RingReport> reports = new TreeMap<>();
    for (Ring ring : document.rings()) {
      RingTally tally = rings.get(ring.name());
      if (tally != null) {
        reports.put(ring.name(), tally.report(ring));
      }
    }
    return reports;
  }

  /// How many devices say that a flag is off which their ring has switched off, by the names of
  /// ring and flag, a copy; a flag that is not there none.
  public Map<String, Map<String, Long>> flagsOff() {
    Map<String, Map<String, Long>> off = new TreeMap<>();
    rings.forEach(
        (name, tally) -> {
          if (!tally.flagsOff.isEmpty()) {
            off.put(name, new TreeMap<>(tally.flagsOff));
          }
        });
    return off;
  }

  /// @param by 1 to count the device, -1 to take it back
  private void change(Ring ring, DeviceRecord device, long by) {
    RingTally tally = rings.computeIfAbsent(ring.name(), _ -> new RingTally());
    Optional<SafeguardHold> hold = findHold(device);
    RingCounts one = count(ring, device, hold.isPresent());
    tally.counts = by > 0 ? tally.counts.plus(one) : tally.counts.minus(one);
    hold.ifPresent(keeping -> add(tally.held, keeping.name(), by));
    if (isFailure(one)) {
      findCause(ring, device).ifPresent(cause -> add(tally.causes, cause, by));
    }
    time(tally, ring, device, one, by);
    for (FlagName flag : device.state().flags().off()) {
      if (ring.flagsOff().contains(flag)) {
        add(tally.flagsOff, flag.value(), by);
      }
    }
    pass(tally, ring, device, one, by);
    if (tally.counts.devices() == 0) {
      rings.remove(ring.name());
    }
  }

  private static <K> void add(Map<K, Long> counts, K key, long by) {
    counts.merge(key, by, (all, more) -> all + more == 0 ? null : all + more);
  }

  private Optional<SafeguardHold> findHold(DeviceRecord device) {
    return document.safeguards().isEmpty()
        ? Optional.empty()
        : document.safeguards().findFor(device.state().facts(), false);
  }

  private void time(RingTally tally, Ring ring, DeviceRecord device, RingCounts one, long by) {
    if (device.times().isEmpty()) {
      return;
    }
    if (one.confirmed() > 0) {
      ring.findNext()
          .flatMap(next -> device.findTime(next.rollout()))
          .ifPresent(time -> add(tally.taken, TimeCounts.bucketOf(time), by));
    }
    ring.current()
        .findRelease()
        .flatMap(former -> device.findTime(new RolloutId(document.product(), former.counter())))
        .ifPresent(time -> add(tally.formerTaken, TimeCounts.bucketOf(time), by));
  }

  /// Counts who is on its way.
  private void pass(RingTally tally, Ring ring, DeviceRecord device, RingCounts one, long by) {
    if (one.pending() == 0 || document.floors().isEmpty()) {
      return;
    }
    long wanted = ring.findNext().map(next -> next.release().counter()).orElse(0L);
    for (ReleaseRef floor : document.floors().onTheWay(runs(device), wanted)) {
      add(tally.passages, floor.release().version().value(), by);
    }
  }

  /// The counter of what the device runs; 0 if it says nothing.
  private long runs(DeviceRecord device) {
    return device.state().running().stream()
        .filter(running -> running.product().equals(document.product()))
        .mapToLong(Running::counter)
        .findFirst()
        .orElse(0);
  }

  private static boolean isFailure(RingCounts one) {
    return one.failed() + one.inconclusive() > 0;
  }

  private Optional<FailureCause> findCause(Ring ring, DeviceRecord device) {
    return ring.findNext()
        .flatMap(next -> device.findOutcome(next.rollout()))
        .map(outcome -> cause(device, outcome.reason()));
  }

  private FailureCause cause(DeviceRecord device, OutcomeReason reason) {
    String from =
        device.state().running().stream()
            .filter(running -> running.product().equals(document.product()))
            .map(running -> running.version().toString())
            .findFirst()
            .orElse("");
    String hardware = device.state().attributes().attributes().getOrDefault(HARDWARE, "");
    return new FailureCause(reason.code(), reason.step(), hardware, from);
  }

  private Optional<Ring> ringOf(DeviceRecord device) {
    return device.takes(document.product())
        ? RingMembership.ringOf(document, device.state().device(), device.state().attributes())
        : Optional.empty();
  }

  private static RingCounts count(Ring ring, DeviceRecord device, boolean isHeld) {
    Optional<NextRelease> next = ring.findNext();
    if (next.isEmpty()
        || !Admission.isAdmitted(
            next.get().rollout(), device.state().device(), next.get().sharePpm())
        || (isHeld && !next.get().orderedRollback())) {
      return NOT_ADMITTED;
    }
    Optional<LatestOutcome> outcome =
        device
            .findOutcome(next.get().rollout())
            .filter(latest -> latest.countsUnder(next.get().attempt()));
    if (outcome.isEmpty()) {
      return isMeant(next.get(), device) ? PENDING : NOT_ADMITTED;
    }
    if (outcome.get().isInconclusive()) {
      return INCONCLUSIVE;
    }
    return outcome.get().outcome() == Outcome.INSTALLED ? CONFIRMED : FAILED;
  }

  /// A rollback leaves devices alone that run nothing above its release.
  private static boolean isMeant(NextRelease next, DeviceRecord device) {
    return !next.orderedRollback()
        || device.state().running().stream()
            .anyMatch(
                running ->
                    running.product().equals(next.rollout().product())
                        && running.counter() > next.release().counter());
  }

  /// The devices of one ring.
  private static final class RingTally {
    private final Map<FailureCause, Long> causes = new TreeMap<>();
    private final SortedMap<Integer, Long> taken = new TreeMap<>();
    private final SortedMap<Integer, Long> formerTaken = new TreeMap<>();
    private final SortedMap<String, Long> held = new TreeMap<>();
    private final SortedMap<String, Long> flagsOff = new TreeMap<>();
    private final SortedMap<String, Long> passages = new TreeMap<>();
    private RingCounts counts = RingCounts.NONE;

    RingReport report(Ring ring) {
      return new RingReport(
          counts,
          FailureCauses.of(causes),
          times(ring),
          new HeldDevices(held),
          Passages.of(passages));
    }

    private RingTimes times(Ring ring) {
      if (taken.isEmpty() && formerTaken.isEmpty()) {
        return RingTimes.NONE;
      }
      String former =
          ring.current()
              .findRelease()
              .map(release -> release.release().version().toString())
              .orElse("");
      return new RingTimes(new TimeCounts(taken), former, new TimeCounts(formerTaken));
    }
  }
}
