package dev.sluice.rollout.plan;

import java.nio.ByteBuffer;
import java.time.Duration;

/// How long devices take from their start to their confirmation, as counted: buckets whose ends
/// rise by a twelfth, from a millisecond to some months, so that a time is known to 5 %.
///
/// Bounded in size, whatever is counted, and in weight: from [#MOST] on, what came earlier weighs
/// half, so that the times follow the fleet. For one thread.
public final class ConfirmationTimes {
  private static final int PER_DOUBLING = 8;
  private static final int BUCKETS = 264;

  /// How many times are counted before the earlier ones weigh less.
  private static final long MOST = 1_000_000;

  /// What is taken where nothing was counted: half within a minute, five in six within three.
  private static final double ASSUMED_MEDIAN_MILLIS = 60_000;

  private static final double ASSUMED_SPREAD = 3;
  private static final int ASSUMED_COUNT = 1_000;

  private final long[] counts = new long[BUCKETS];
  private long total;

  /// Nothing counted.
  public ConfirmationTimes() {}

  /// What is assumed of a fleet that has never confirmed anything: half of the devices within a
  /// minute, five in six within three (a log-normal distribution).
  public static ConfirmationTimes assumed() {
    var times = new ConfirmationTimes();
    for (int i = 0; i < ASSUMED_COUNT; i++) {
      double normal = normal((i + 0.5) / ASSUMED_COUNT);
      double millis = ASSUMED_MEDIAN_MILLIS * StrictMath.pow(ASSUMED_SPREAD, normal);
      times.add(Duration.ofMillis(Math.round(millis)));
    }
    return times;
  }

  /// The standard normal quantile by halving the logistic approximation of its distribution
  /// (Bowling and others, 2009), good to 0.001.
  private static double normal(double probability) {
    double low = -5;
    double high = 5;
    for (int i = 0; i < Double.PRECISION; i++) {
      double x = (low + high) / 2;
      double below = 1 / (1 + StrictMath.exp(-(0.07056 * x * x * x + 1.5976 * x)));
      if (below < probability) {
        low = x;
      } else {
        high = x;
      }
    }
    return low;
  }

  /// Counts one.
  ///
  /// @param time not negative
  public void add(Duration time) {
    counts[bucket(Math.max(1, time.toMillis()))]++;
    total++;
    if (total >= MOST) {
      halve();
    }
  }

  /// Counts all that another has counted.
  public void add(ConfirmationTimes other) {
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] += other.counts[i];
      total += other.counts[i];
    }
  }

  private void halve() {
    total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] /= 2;
      total += counts[i];
    }
  }

  /// How many are counted.
  public long total() {
    return total;
  }

  /// The time that a share of them did not exceed, in milliseconds; there has to be one.
  ///
  /// @param share 0 to 1
  public long quantileMillis(double share) {
    double rank = share * total;
    int bucket = 0;
    while (bucket < BUCKETS - 1 && rank >= counts[bucket]) {
      rank -= counts[bucket];
      bucket++;
    }
    double within = counts[bucket] == 0 ? 1 : Math.min(1, rank / counts[bucket]);
    return Math.round(StrictMath.pow(2, (bucket + within) / PER_DOUBLING));
  }

  /// As many times as asked, evenly through the distribution, ascending, in milliseconds.
  long[] evenly(int points) {
    long[] times = new long[points];
    for (int i = 0; i < points; i++) {
      times[i] = quantileMillis((i + 0.5) / points);
    }
    return times;
  }

  private static int bucket(long millis) {
    double doublings = StrictMath.log((double) millis) / StrictMath.log(2);
    return Math.min(BUCKETS - 1, (int) (doublings * PER_DOUBLING));
  }

  /// The counts as bytes.
  public byte[] encode() {
    var bytes = ByteBuffer.allocate(BUCKETS * Long.BYTES);
    for (long count : counts) {
      bytes.putLong(count);
    }
    return bytes.array();
  }

  /// Reads what [#encode()] wrote.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static ConfirmationTimes decode(byte[] bytes) {
    if (bytes.length != BUCKETS * Long.BYTES) {
      throw new IllegalArgumentException(
          "counted times: expected %d bytes, got %d".formatted(BUCKETS * Long.BYTES, bytes.length));
    }
    var times = new ConfirmationTimes();
    var in = ByteBuffer.wrap(bytes);
    for (int i = 0; i < BUCKETS; i++) {
      times.counts[i] = Math.max(0, in.getLong());
      times.total += times.counts[i];
    }
    return times;
  }
}
