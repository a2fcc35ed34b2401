package dev.sluice.rollout.count;

import dev.sluice.events.rollout.FailureCauses;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What one partition of the devices counts for a product: totals, not increments, so that reading
/// one twice changes nothing.
///
/// @param partition which one, from 0
/// @param partitions how many there are
/// @param sequence the rings document under which the devices were counted
/// @param revision rises with each report of the partition for the product, also over restarts
/// @param rings counts by ring name, immutable; a ring that is not there has no devices here
/// @param causes why devices failed, by ring name, immutable; a ring that is not there has none
/// @param times how long devices took, by ring name, immutable; of a ring that is not there nobody
///     was timed
/// @param held how many devices a safeguard hold keeps out, by its name, immutable; a device counts
///     for the first that does
public record PartitionReport(
    int partition,
    int partitions,
    long sequence,
    long revision,
    Map<String, RingCounts> rings,
    Map<String, FailureCauses> causes,
    Map<String, RingTimes> times,
    Map<String, Long> held) {
  /// Checks the ranges.
  public PartitionReport {
    if (partition < 0 || partition >= partitions || sequence < 0 || revision < 0) {
      throw new IllegalArgumentException(
          "a report must be of one of its partitions, got %d of %d, sequence %d, revision %d"
              .formatted(partition, partitions, sequence, revision));
    }
    rings = Collections.unmodifiableMap(new TreeMap<>(rings));
    causes = Collections.unmodifiableMap(new TreeMap<>(causes));
    times = Collections.unmodifiableMap(new TreeMap<>(times));
    held = Collections.unmodifiableMap(new TreeMap<>(held));
  }

  /// A report in which nobody was timed or kept out.
  public PartitionReport(
      int partition,
      int partitions,
      long sequence,
      long revision,
      Map<String, RingCounts> rings,
      Map<String, FailureCauses> causes) {
    this(partition, partitions, sequence, revision, rings, causes, Map.of(), Map.of());
  }

  /// A report in which nobody was kept out.
  public PartitionReport(
      int partition,
      int partitions,
      long sequence,
      long revision,
      Map<String, RingCounts> rings,
      Map<String, FailureCauses> causes,
      Map<String, RingTimes> times) {
    this(partition, partitions, sequence, revision, rings, causes, times, Map.of());
  }
}
