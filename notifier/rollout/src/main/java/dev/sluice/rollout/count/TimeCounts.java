package dev.sluice.rollout.count;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many devices took how long: buckets whose ends rise by a twelfth, eight to a doubling, from
/// a millisecond to some months. Bounded in size, whatever is counted.
///
/// @param buckets devices by bucket, from 0 to [#BUCKETS] - 1, without empty ones; immutable.
///     Bucket
///     `i` holds the times of `[2^(i/8), 2^((i+1)/8))` milliseconds, the last all longer ones too
public record TimeCounts(SortedMap<Integer, Long> buckets) {
  /// How many buckets there are.
  public static final int BUCKETS = 264;

  /// Nobody was timed.
  public static final TimeCounts NONE = new TimeCounts(Collections.emptySortedMap());

  private static final int PER_DOUBLING = 8;

  /// Checks the buckets, and copies them.
  public TimeCounts {
    buckets = Collections.unmodifiableSortedMap(new TreeMap<>(buckets));
    for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
      if (bucket.getKey() < 0 || bucket.getKey() >= BUCKETS || bucket.getValue() < 1) {
        throw new IllegalArgumentException(
            "expected buckets from 0 to %d with devices, got %d devices in %d"
                .formatted(BUCKETS - 1, bucket.getValue(), bucket.getKey()));
      }
    }
  }

  /// The bucket of a time; one below a millisecond belongs to the first.
  public static int bucketOf(Duration time) {
    return Math.clamp(
        (long) Math.floor(place((double) Math.max(1, time.toMillis()))), 0, BUCKETS - 1);
  }

  /// Where a bucket begins.
  ///
  /// @param bucket 0 or more
  public static Duration startOf(int bucket) {
    return Duration.ofMillis(Math.round(StrictMath.pow(2, (double) bucket / PER_DOUBLING)));
  }

  /// How many buckets a time moves up, at least, if it grows.
  ///
  /// @param factor 1 or more
  public static int bucketsOf(double factor) {
    return (int) Math.ceil(place(factor));
  }

  private static double place(double millis) {
    return StrictMath.log(millis) / StrictMath.log(2) * PER_DOUBLING;
  }

  /// How many devices were timed.
  public long total() {
    return sum(buckets);
  }

  /// How many of them took a bucket's time or longer.
  public long from(int bucket) {
    return sum(buckets.tailMap(bucket));
  }

  private static long sum(SortedMap<Integer, Long> some) {
    return some.values().stream().mapToLong(Long::longValue).sum();
  }

  /// The bucket of the device with this place among all, by the time that they took.
  ///
  /// @param rank from 1, the quickest, to [#total()]
  public int bucketAt(long rank) {
    long left = rank;
    for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
      left -= bucket.getValue();
      if (left <= 0) {
        return bucket.getKey();
      }
    }
    throw new IllegalArgumentException("expected a rank up to " + total() + ", got " + rank);
  }

  /// The times of two disjoint groups of devices together.
  public TimeCounts plus(TimeCounts other) {
    SortedMap<Integer, Long> sum = new TreeMap<>(buckets);
    other.buckets.forEach((bucket, devices) -> sum.merge(bucket, devices, Long::sum));
    return new TimeCounts(sum);
  }

  JsonObject toJson() {
    var json = JsonObject.builder();
    buckets.forEach((bucket, devices) -> json.put(String.valueOf(bucket), devices));
    return json.build();
  }

  static TimeCounts fromJson(JsonObject json) throws MalformedJsonException {
    SortedMap<Integer, Long> buckets = new TreeMap<>();
    for (String name : json.names()) {
      if (!name.matches("[0-9]{1,3}") || Integer.parseInt(name) >= BUCKETS) {
        throw json.malformed(name, "a bucket from 0 to " + (BUCKETS - 1));
      }
      buckets.put(Integer.parseInt(name), json.requireLong(name, 1, Long.MAX_VALUE));
    }
    return new TimeCounts(buckets);
  }
}
