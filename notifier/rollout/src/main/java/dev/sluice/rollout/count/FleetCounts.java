package dev.sluice.rollout.count;

import dev.sluice.release.flags.FlagName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The latest report of every partition, and their sums.
///
/// @param reports by partition, immutable
public record FleetCounts(Map<Integer, PartitionReport> reports) {
  /// Before any partition has reported.
  public static final FleetCounts NONE = new FleetCounts(Map.of());

  /// Copies the reports.
  public FleetCounts {
    reports = Collections.unmodifiableMap(new TreeMap<>(reports));
  }

  /// Takes in a report.
  ///
  /// @return empty if a report of that partition which is at least as new is there already
  public Optional<FleetCounts> with(PartitionReport report) {
    PartitionReport held = reports.get(report.partition());
    if (held != null && held.revision() >= report.revision()) {
      return Optional.empty();
    }
    Map<Integer, PartitionReport> next = new TreeMap<>(reports);
    next.put(report.partition(), report);
    return Optional.of(new FleetCounts(next));
  }

  /// Whether every partition has counted under this rings document or a later one.
  public boolean isComplete(long sequence) {
    int partitions =
        reports.values().stream().mapToInt(PartitionReport::partitions).max().orElse(1);
    return reports.size() >= partitions
        && reports.values().stream().allMatch(report -> report.sequence() >= sequence);
  }

  /// The sum over the partitions that have counted under this rings document or a later one.
  public RingReport total(String ring, long sequence) {
    return reports.values().stream()
        .filter(report -> report.sequence() >= sequence)
        .map(report -> report.rings().getOrDefault(ring, RingReport.NONE))
        .reduce(RingReport.NONE, RingReport::plus);
  }

  /// How many devices a safeguard hold keeps out, by the latest count of each partition.
  public long held(String hold) {
    return reports.values().stream()
        .flatMap(report -> report.rings().values().stream())
        .mapToLong(ring -> ring.held().of(hold))
        .sum();
  }

  /// How many devices of a ring say that a flag is off which the ring has switched off, by the
  /// latest count of each partition.
  public long flagOff(String ring, FlagName flag) {
    return reports.values().stream()
        .map(report -> report.flagsOff().getOrDefault(ring, Map.of()))
        .mapToLong(off -> off.getOrDefault(flag.value(), 0L))
        .sum();
  }

  /// How many devices a ring has, by the latest count of each partition.
  public long devices(String ring) {
    return reports.values().stream()
        .mapToLong(report -> report.rings().getOrDefault(ring, RingReport.NONE).counts().devices())
        .sum();
  }
}
