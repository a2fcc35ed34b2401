package dev.sluice.rollout.device;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.FailureCause;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.count.TimeCounts;
import java.time.Duration;
import java.util.Collections;
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
  private final Map<String, RingCounts> totals = new TreeMap<>();
  private final Map<String, Map<FailureCause, Long>> causes = new TreeMap<>();
  private final Map<String, SortedMap<Integer, Long>> taken = new TreeMap<>();
  private final Map<String, SortedMap<Integer, Long>> formerTaken = new TreeMap<>();
  private final Map<String, Long> held = new TreeMap<>();

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
        .ifPresent(
            ring -> {
              RingCounts one = count(ring, device);
              totals.merge(ring.name(), one, RingCounts::plus);
              time(ring, device, one, 1);
              findHold(device).ifPresent(hold -> held.merge(hold.name(), 1L, Long::sum));
              if (isFailure(one)) {
                findCause(device)
                    .ifPresent(
                        cause ->
                            causes
                                .computeIfAbsent(ring.name(), _ -> new TreeMap<>())
                                .merge(cause, 1L, Long::sum));
              }
            });
  }

  /// Takes back a device that was counted with exactly this record.
  public void remove(DeviceRecord device) {
    ringOf(device)
        .ifPresent(
            ring -> {
              RingCounts one = count(ring, device);
              totals.computeIfPresent(ring.name(), (_, total) -> total.minus(one));
              time(ring, device, one, -1);
              findHold(device)
                  .ifPresent(
                      hold ->
                          held.computeIfPresent(
                              hold.name(), (_, all) -> all == 1 ? null : all - 1));
              if (isFailure(one)) {
                findCause(device)
                    .ifPresent(
                        cause ->
                            causes
                                .getOrDefault(ring.name(), new TreeMap<>())
                                .computeIfPresent(cause, (_, all) -> all == 1 ? null : all - 1));
              }
            });
  }

  /// The counts by ring name, a copy.
  public Map<String, RingCounts> totals() {
    return new TreeMap<>(totals);
  }

  /// How many devices each hold keeps out, by its name, a copy; a hold that is not there none.
  public Map<String, Long> held() {
    return new TreeMap<>(held);
  }

  private Optional<SafeguardHold> findHold(DeviceRecord device) {
    return document.safeguards().isEmpty()
        ? Optional.empty()
        : document.safeguards().findFor(device.state().facts(), false);
  }

  /// Why devices failed, by ring name; the largest groups.
  public Map<String, FailureCauses> causes() {
    Map<String, FailureCauses> found = new TreeMap<>();
    causes.forEach(
        (ring, groups) -> {
          if (!groups.isEmpty()) {
            found.put(ring, FailureCauses.of(groups));
          }
        });
    return found;
  }

  /// How long devices took, by ring name; of a ring that is not there nobody was timed.
  public Map<String, RingTimes> times() {
    Map<String, RingTimes> found = new TreeMap<>();
    for (Ring ring : document.rings()) {
      var times =
          new RingTimes(
              new TimeCounts(taken.getOrDefault(ring.name(), Collections.emptySortedMap())),
              ring.current()
                  .findRelease()
                  .map(former -> former.release().version().toString())
                  .orElse(""),
              new TimeCounts(formerTaken.getOrDefault(ring.name(), Collections.emptySortedMap())));
      if (times.taken().total() + times.formerTaken().total() > 0) {
        found.put(ring.name(), times);
      }
    }
    return found;
  }

  /// @param by 1 to count the device's times, -1 to take them back
  private void time(Ring ring, DeviceRecord device, RingCounts one, long by) {
    if (device.times().isEmpty()) {
      return;
    }
    if (one.confirmed() > 0) {
      ring.findNext()
          .flatMap(next -> device.findTime(next.rollout()))
          .ifPresent(time -> change(taken, ring, time, by));
    }
    ring.current()
        .findRelease()
        .flatMap(former -> device.findTime(new RolloutId(document.product(), former.counter())))
        .ifPresent(time -> change(formerTaken, ring, time, by));
  }

  private static void change(
      Map<String, SortedMap<Integer, Long>> counts, Ring ring, Duration time, long by) {
    counts
        .computeIfAbsent(ring.name(), _ -> new TreeMap<>())
        .merge(TimeCounts.bucketOf(time), by, (all, more) -> all + more == 0 ? null : all + more);
  }

  private static boolean isFailure(RingCounts one) {
    return one.failed() + one.inconclusive() > 0;
  }

  private Optional<FailureCause> findCause(DeviceRecord device) {
    return ringOf(device)
        .flatMap(Ring::findNext)
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

  private RingCounts count(Ring ring, DeviceRecord device) {
    Optional<NextRelease> next = ring.findNext();
    if (next.isEmpty()
        || !Admission.isAdmitted(
            next.get().rollout(), device.state().device(), next.get().sharePpm())
        || (!next.get().orderedRollback() && findHold(device).isPresent())) {
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
}
