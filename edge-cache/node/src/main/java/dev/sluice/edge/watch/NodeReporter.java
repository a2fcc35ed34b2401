package dev.sluice.edge.watch;

import dev.sluice.edge.hub.HubLink;
import dev.sluice.edge.traffic.TrafficMeter;
import dev.sluice.edge.upstream.TierPath;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.report.NodeReported;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the pipeline what the node gave out and took in: soon after it started, then once an
/// interval, and when it stops.
///
/// One report at most is on its way. While the link is down nothing is kept: the counters are since
/// the start, so that the next report says it all.
public final class NodeReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeReporter.class);

  /// The longest pause before the first report, and before one that could not be sent.
  private static final Duration SOON = Duration.ofSeconds(5);

  /// How long the next tier may take.
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private static final Duration LAST_LIMIT = Duration.ofSeconds(1);

  /// Shares of an interval between which a pause is drawn: nodes that start together drift apart.
  private static final double SHORTEST = 0.8;

  private static final double LONGEST = 1.2;

  private final NodeId node;
  private final TrafficMeter meter;
  private final TierPath path;
  private final HubLink link;
  private final Duration interval;
  private final InstantSource clock;
  private final Instant startedAt;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean isRefused;

  private NodeReporter(
      NodeId node,
      TrafficMeter meter,
      TierPath path,
      HubLink link,
      Duration interval,
      InstantSource clock) {
    this.node = node;
    this.meter = meter;
    this.path = path;
    this.link = link;
    this.interval = interval;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /// Starts reporting.
  ///
  /// @param interval between two reports, give or take a fifth
  public static NodeReporter start(
      NodeId node,
      TrafficMeter meter,
      TierPath path,
      HubLink link,
      Duration interval,
      InstantSource clock) {
    var reporter = new NodeReporter(node, meter, path, link, interval, clock);
    var _ = Thread.ofVirtual().name("node-report").start(reporter::run);
    return reporter;
  }

  private void run() {
    var soon = interval.compareTo(SOON) < 0 ? interval : SOON;
    var pause = between(0, 1, soon);
    try {
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        var isKnown = report(ANSWER_LIMIT);
        pause = isKnown ? between(SHORTEST, LONGEST, interval) : between(SHORTEST, LONGEST, soon);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return false if it is worth another try soon: there was no connection
  private boolean report(Duration limit) throws InterruptedException {
    if (!link.isConnected()) {
      return false;
    }
    CompletableFuture<Boolean> sent = link.report(stamped());
    try {
      var isReceived = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!isReceived && !isRefused) {
        LOG.atWarn()
            .addKeyValue("node", node)
            .log("report not received; may this node publish to sluice/node/+/report there?");
      }
      isRefused = !isReceived;
    } catch (TimeoutException | ExecutionException e) {
      LOG.atDebug().addKeyValue("node", node).setCause(e).log("report not acknowledged");
    }
    return true;
  }

  private StampedEvent<NodeReported> stamped() {
    var report =
        new NodeReported(
            node,
            startedAt,
            path.tier(),
            path.upstream(),
            Math.toIntExact(interval.toSeconds()),
            meter.traffic());
    return new StampedEvent<>(
        UUID.randomUUID().toString(), "sluice/edge/" + node, clock.instant(), report);
  }

  private static Duration between(double least, double most, Duration of) {
    return Duration.ofMillis(
        (long) (of.toMillis() * ThreadLocalRandom.current().nextDouble(least, most)));
  }

  /// Sends a last report if the link is up.
  @Override
  public void close() {
    stopped.countDown();
    try {
      var _ = report(LAST_LIMIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
