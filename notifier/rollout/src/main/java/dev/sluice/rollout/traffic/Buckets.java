package dev.sluice.rollout.traffic;

import dev.sluice.events.report.NodeTraffic;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/// The times by which traffic is counted: five minutes each, for seven days.
///
/// Our choice: a rollout's waves show, and seven days are what the topic has to rebuild them from.
public final class Buckets {
  /// How long each is; they begin at multiples of it since 1970.
  public static final Duration LENGTH = Duration.ofMinutes(5);

  /// How long they are kept.
  public static final Duration KEPT = Duration.ofDays(7);

  private Buckets() {}

  /// When the bucket of a moment begins.
  public static Instant startOf(Instant at) {
    return startOf(at, LENGTH);
  }

  /// The same for longer ones.
  public static Instant startOf(Instant at, Duration length) {
    long millis = at.toEpochMilli();
    return Instant.ofEpochMilli(millis - Math.floorMod(millis, length.toMillis()));
  }

  /// The beginning of the oldest bucket that is kept.
  public static Instant oldest(Instant now) {
    return startOf(now.minus(KEPT));
  }

  /// Whose bucket a moment of somebody else's clock belongs to: one in the future to that of now.
  public static Instant startOf(Instant at, Instant now) {
    return startOf(at.isAfter(now) ? now : at);
  }

  /// Divides what came in a time evenly among its buckets, by their beginnings: a node that could
  /// not report for an hour sent nothing all at once. What is older than the oldest bucket belongs
  /// to none.
  ///
  /// @param now when it is, by our clock
  /// @return at most one for each bucket that is kept; together all that belongs to them
  public static SortedMap<Instant, NodeTraffic> spread(Added added, Instant now) {
    SortedMap<Instant, NodeTraffic> parts = new TreeMap<>();
    Instant oldest = oldest(now);
    Instant to = added.to().isAfter(now) ? now : added.to();
    if (to.isBefore(oldest)) {
      return parts;
    }
    Instant from = added.from().isAfter(to) ? to : added.from();
    double millis = Duration.between(from, to).toMillis();
    Instant first = startOf(from.isBefore(oldest) ? oldest : from);
    Instant last = startOf(to);
    NodeTraffic given =
        from.isBefore(oldest) ? before(added, from, oldest, millis) : NodeTraffic.NONE;
    for (Instant start = first; start.isBefore(last); start = start.plus(LENGTH)) {
      NodeTraffic until = before(added, from, start.plus(LENGTH), millis);
      parts.put(start, until.without(given));
      given = until;
    }
    parts.put(last, added.traffic().without(given));
    return parts;
  }

  private static NodeTraffic before(Added added, Instant from, Instant end, double millis) {
    return added.traffic().times(Duration.between(from, end).toMillis() / millis);
  }
}
