package dev.sluice.rollout.plan;

import dev.sluice.events.rings.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a rollout would do. Times are counted from its start; bytes and requests are those of the
/// run of median length.
///
/// @param rollout which
/// @param startsAt the moment that was taken for its start
/// @param runs how often it was run with a release that never fails
/// @param devices that take the product's releases and have a ring
/// @param off how many of them are expected to be silent
/// @param ends how the runs ended, and how many did so: `completed`, `paused`, `halted`,
///     `unfinished`
/// @param took from the start to completion; empty if no run completed
/// @param rings in the order in which they take it
/// @param tiers what each gives out: the origin first
/// @param risks what happens to a release that fails, by its rate
/// @param assumptions what was taken for granted, each as one sentence
public record RolloutPlan(
    RolloutId rollout,
    Instant startsAt,
    int runs,
    long devices,
    long off,
    Map<String, Integer> ends,
    Optional<Spread> took,
    List<RingPlan> rings,
    List<TierPlan> tiers,
    List<Risk> risks,
    List<String> assumptions) {
  /// Copies the collections.
  public RolloutPlan {
    ends = Map.copyOf(ends);
    rings = List.copyOf(rings);
    tiers = List.copyOf(tiers);
    risks = List.copyOf(risks);
    assumptions = List.copyOf(assumptions);
  }

  /// The times that a tenth, half and nine tenths of the runs did not exceed.
  public record Spread(Duration p10, Duration p50, Duration p90) {}

  /// One ring.
  ///
  /// @param devices its members
  /// @param off how many of them are expected to be silent
  /// @param start when its first wave is planned; empty if no run came so far
  /// @param end when it is done; empty if no run came so far
  /// @param stopsFrom the failure rate from which it stops 19 of 20 releases by itself; 1 if it
  ///     never does so surely
  /// @param confirmed over time, ascending, in the run of median length
  public record RingPlan(
      String name,
      long devices,
      long off,
      Optional<Spread> start,
      Optional<Spread> end,
      double stopsFrom,
      List<Point> confirmed) {
    /// Copies the curve.
    public RingPlan {
      confirmed = List.copyOf(confirmed);
    }
  }

  /// A number of devices at a time.
  ///
  /// @param atMillis since the start
  public record Point(long atMillis, long devices) {}

  /// What one tier gives out to the next one, or to devices.
  ///
  /// @param name `origin`, or `tier 1` and so on
  /// @param nodes how many there are
  /// @param peakRequestsPerSecond the most, on average over `binMillis`, of all its nodes together
  /// @param peakBytesPerSecond the same of bytes
  /// @param binMillis over which peaks and curve are averaged
  /// @param bytesPerSecond over time, in steps of `binMillis`
  public record TierPlan(
      String name,
      int nodes,
      long requests,
      long bytes,
      double peakRequestsPerSecond,
      long peakBytesPerSecond,
      long binMillis,
      List<Long> bytesPerSecond) {
    /// Copies the curve.
    public TierPlan {
      bytesPerSecond = List.copyOf(bytesPerSecond);
    }
  }

  /// What happens to a release that fails.
  ///
  /// @param failedPpm on which share of the devices, in millionths
  /// @param runs how often it was tried
  /// @param stopped how often a gate stopped it
  /// @param leftToPerson how often the rollout paused without proof
  /// @param passed how often it went through
  /// @param ring where it was stopped or left most often; empty if it never was
  /// @param exposed devices that had started when it was, in half of those runs
  /// @param exposedAtMost the same, in nine tenths of those runs
  /// @param after how long it took, in half of those runs
  public record Risk(
      long failedPpm,
      int runs,
      int stopped,
      int leftToPerson,
      int passed,
      Optional<String> ring,
      long exposed,
      long exposedAtMost,
      Optional<Duration> after) {}
}
