package dev.sluice.kafka;

import dev.sluice.program.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/// The partitions that wait for an unavailable peer, and until when.
///
/// A partition stays here through any number of attempts, each after a longer pause, until one of
/// them succeeds or the partition is somebody else's. One thread uses it.
final class HeldPartitions {
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private final RetryPolicy pauses;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, Held> held = new HashMap<>();

  HeldPartitions(RetryPolicy pauses, RandomGenerator random, LongSupplier nanoTime) {
    this.pauses = pauses;
    this.random = random;
    this.nanoTime = nanoTime;
  }

  /// Holds a partition after a failure, or holds it again.
  Held hold(TopicPartition partition, String reason) {
    Held before = held.get(partition);
    int failures = before == null ? 1 : Math.addExact(before.failures(), 1);
    long now = nanoTime.getAsLong();
    Duration pause = pauses.delayAfter(failures, random);
    var next =
        new Held(
            failures, before == null ? now : before.sinceNanos(), now + pause.toNanos(), reason);
    held.put(partition, next);
    return next;
  }

  /// Ends the hold of a partition whose events were handled; empty if there was none.
  Optional<Held> release(TopicPartition partition) {
    return Optional.ofNullable(held.remove(partition));
  }

  /// Forgets partitions that are not ours any more.
  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(held::remove);
  }

  /// The partitions whose next attempt is due.
  List<TopicPartition> due() {
    long now = nanoTime.getAsLong();
    List<TopicPartition> due = new ArrayList<>();
    held.forEach(
        (partition, one) -> {
          if (one.nextNanos() - now <= 0) {
            due.add(partition);
          }
        });
    return due;
  }

  /// How long until the next attempt, at most `limit` and not below 20 ms: what is due already
  /// waits for its records to be fetched.
  Duration untilNext(Duration limit) {
    long now = nanoTime.getAsLong();
    long nanos =
        held.values().stream().mapToLong(one -> one.nextNanos() - now).min().orElse(Long.MAX_VALUE);
    return Duration.ofNanos(Math.clamp(nanos, SHORTEST.toNanos(), limit.toNanos()));
  }

  int size() {
    return held.size();
  }

  /// Why partitions are held, in one line; empty if none is.
  Optional<String> describe() {
    return held.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(
            entry ->
                "%s held for %d s after %d failures: %s"
                    .formatted(
                        entry.getKey(),
                        Duration.ofNanos(nanoTime.getAsLong() - entry.getValue().sinceNanos())
                            .toSeconds(),
                        entry.getValue().failures(),
                        entry.getValue().reason()));
  }

  /// One partition's hold.
  ///
  /// @param failures how often it has failed in a row
  /// @param sinceNanos when it failed first
  /// @param nextNanos when it is tried again
  /// @param reason of the last failure
  record Held(int failures, long sinceNanos, long nextNanos, String reason)
      implements Comparable<Held> {
    /// Whether this many failures are worth a line in the log: at each doubling.
    boolean isLoud() {
      return Integer.bitCount(failures) == 1;
    }

    @Override
    public int compareTo(Held other) {
      return Integer.compare(failures, other.failures);
    }
  }
}
