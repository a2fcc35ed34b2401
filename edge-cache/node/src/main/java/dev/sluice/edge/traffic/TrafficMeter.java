package dev.sluice.edge.traffic;

import dev.sluice.cache.freshness.ContentKind;
import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.events.report.NodeTraffic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts the bytes of bodies that leave a node and that it receives.
///
/// Safe for use by all threads. The recent figures are kept per second and cover the last
/// [#RECENT], the running second included.
public final class TrafficMeter {
  /// What counts as recent.
  public static final Duration RECENT = Duration.ofSeconds(15);

  private static final int SECONDS = (int) RECENT.toSeconds();

  private final InstantSource clock;
  private final Map<ContentKind, Sent> sent = new EnumMap<>(ContentKind.class);
  private final LongAdder upstreamBytes = new LongAdder();
  private final LongAdder upstreamRequests = new LongAdder();
  private final LongAdder upstreamTimestampBytes = new LongAdder();
  private final LongAdder upstreamTimestampRequests = new LongAdder();
  private final Second[] seconds = new Second[SECONDS];

  /// @param clock tells which second it is
  public TrafficMeter(InstantSource clock) {
    this.clock = clock;
    for (var kind : ContentKind.values()) {
      sent.put(kind, new Sent());
    }
    for (var i = 0; i < SECONDS; i++) {
      seconds[i] = new Second();
    }
  }

  /// Bytes of an object went out to a client.
  ///
  /// @param hit whether they were here before the request; bytes that another request was just
  ///     fetching count as here
  public void served(ObjectPath path, long bytes, boolean hit) {
    var kind = sent(path.content());
    (hit ? kind.hitBytes : kind.missBytes).add(bytes);
    var now = clock.instant().getEpochSecond();
    var second = seconds[Math.floorMod(now, SECONDS)];
    synchronized (second) {
      second.turnTo(now);
      second.hitBytes += hit ? bytes : 0;
      second.missBytes += hit ? 0 : bytes;
    }
  }

  /// A request went upstream.
  public void upstreamAsked(ObjectPath path) {
    upstreamRequests.increment();
    if (path.kind() == ObjectKind.MUTABLE) {
      upstreamTimestampRequests.increment();
    }
  }

  /// Bytes of a body came from upstream.
  public void upstreamReceived(ObjectPath path, long bytes) {
    upstreamBytes.add(bytes);
    if (path.kind() == ObjectKind.MUTABLE) {
      upstreamTimestampBytes.add(bytes);
    }
  }

  /// All figures as they stand.
  public Summary summary() {
    var recentHits = 0L;
    var recentMisses = 0L;
    var now = clock.instant().getEpochSecond();
    for (var second : seconds) {
      synchronized (second) {
        var age = now - second.epochSecond;
        recentHits += age >= 0 && age < SECONDS ? second.hitBytes : 0;
        recentMisses += age >= 0 && age < SECONDS ? second.missBytes : 0;
      }
    }
    var lifetime = traffic();
    return new Summary(
        Served.of(lifetime.hitBytes(), lifetime.missBytes()),
        Served.of(recentHits, recentMisses),
        upstreamBytes.sum(),
        upstreamRequests.sum(),
        upstreamTimestampBytes.sum(),
        upstreamTimestampRequests.sum());
  }

  /// What went out and came in since the start, by kind, as reports have it.
  public NodeTraffic traffic() {
    return new NodeTraffic(
        sent(ContentKind.METADATA).sum(),
        sent(ContentKind.PATCH).sum(),
        sent(ContentKind.ARTIFACT).sum(),
        upstreamBytes.sum());
  }

  private Sent sent(ContentKind kind) {
    var counts = sent.get(kind);
    if (counts == null) {
      throw new IllegalStateException("every kind has its counts, " + kind + " has none");
    }
    return counts;
  }

  /// The counts of one kind of objects.
  private static final class Sent {
    private final LongAdder hitBytes = new LongAdder();
    private final LongAdder missBytes = new LongAdder();

    private NodeTraffic.Sent sum() {
      return new NodeTraffic.Sent(hitBytes.sum(), missBytes.sum());
    }
  }

  /// The counts of one second; guarded by itself.
  private static final class Second {
    private long epochSecond;
    private long hitBytes;
    private long missBytes;

    private void turnTo(long now) {
      if (epochSecond != now) {
        epochSecond = now;
        hitBytes = 0;
        missBytes = 0;
      }
    }
  }
}
