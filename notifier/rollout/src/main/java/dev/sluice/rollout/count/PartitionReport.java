package dev.sluice.rollout.count;

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
/// @param rings reports by ring name, immutable; a ring that is not there has no devices here
/// @param flagsOff how many devices say that a flag is off which their ring has switched off, by
///     the names of ring and flag, immutable
public record PartitionReport(
    int partition,
    int partitions,
    long sequence,
    long revision,
    Map<String, RingReport> rings,
    Map<String, Map<String, Long>> flagsOff) {
  /// Checks the ranges.
  public PartitionReport {
    if (partition < 0 || partition >= partitions || sequence < 0 || revision < 0) {
      throw new IllegalArgumentException(
          "a report must be of one of its partitions, got %d of %d, sequence %d, revision %d"
              .formatted(partition, partitions, sequence, revision));
    }
    rings = Collections.unmodifiableMap(new TreeMap<>(rings));
    Map<String, Map<String, Long>> copy = new TreeMap<>();
    flagsOff.forEach(
        (ring, off) -> copy.put(ring, Collections.unmodifiableMap(new TreeMap<>(off))));
    flagsOff = Collections.unmodifiableMap(copy);
  }

  /// A report in which no device says that a flag is off.
  public PartitionReport(
      int partition, int partitions, long sequence, long revision, Map<String, RingReport> rings) {
    this(partition, partitions, sequence, revision, rings, Map.of());
  }

  /// Whether another report counts the same under the same document. Revisions may differ.
  public boolean saysTheSame(PartitionReport other) {
    return sequence == other.sequence
        && partitions == other.partitions
        && rings.equals(other.rings)
        && flagsOff.equals(other.flagsOff);
  }
}
