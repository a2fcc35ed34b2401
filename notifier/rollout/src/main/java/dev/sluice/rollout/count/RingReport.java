package dev.sluice.rollout.count;

import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.HeldDevices;
import java.util.Map;
import java.util.TreeMap;

/// What is counted of a ring's devices.
///
/// @param counts how many stand where
/// @param causes why those that failed did
/// @param times how long they took
/// @param held how many safeguard holds keep out
/// @param passages which floor releases they have before them
public record RingReport(
    RingCounts counts, FailureCauses causes, RingTimes times, HeldDevices held, Passages passages) {
  /// Of a ring without devices.
  public static final RingReport NONE = of(RingCounts.NONE);

  /// Of devices that go straight.
  public RingReport(RingCounts counts, FailureCauses causes, RingTimes times, HeldDevices held) {
    this(counts, causes, times, held, Passages.NONE);
  }

  /// Of devices that failed for no known cause, and of which none was timed or kept out.
  public static RingReport of(RingCounts counts) {
    return new RingReport(counts, FailureCauses.NONE, RingTimes.NONE, HeldDevices.NONE);
  }

  /// The same of every ring.
  public static Map<String, RingReport> of(Map<String, RingCounts> rings) {
    Map<String, RingReport> reports = new TreeMap<>();
    rings.forEach((name, counts) -> reports.put(name, of(counts)));
    return reports;
  }

  /// The report of two disjoint groups of devices together.
  public RingReport plus(RingReport other) {
    return new RingReport(
        counts.plus(other.counts),
        causes.plus(other.causes),
        times.plus(other.times),
        held.plus(other.held),
        passages.plus(other.passages));
  }

  /// What was counted later of the same ring.
  public RingReport followedBy(RingReport later) {
    return new RingReport(
        later.counts, later.causes, later.times, later.held, passages.followedBy(later.passages));
  }
}
