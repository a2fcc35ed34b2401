package dev.sluice.console.distribution;

import dev.sluice.events.device.NodeId;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.report.NodeTraffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Where the fleet's bytes came from, as the API shows it.
///
/// @param countedAt when
/// @param from the beginning of the first point
/// @param stepSeconds how long each point is
/// @param total of all points, at `from`
/// @param points in the order of time; nothing was told in those that are not there
/// @param nodes by tier and name
/// @param left nodes that are left out
record DistributionAnswer(
    Instant countedAt,
    Instant from,
    int stepSeconds,
    TrafficPoint total,
    List<TrafficPoint> points,
    List<ReportingNode> nodes,
    int left) {

  /// A time.
  ///
  /// @param at when it began
  /// @param sources who gave the bytes: `origin` what the first tier that reports brought from
  ///     above it, `tier-1` and so on what a tier held; those that gave any
  /// @param kinds what left the tiers, for devices and for further tiers, by what it was
  /// @param saved what did not have to be sent
  record TrafficPoint(
      Instant at, List<TrafficSource> sources, TrafficKinds kinds, TrafficSavings saved) {}

  /// Who gave bytes.
  record TrafficSource(String source, long bytes) {}

  /// Bytes by what they were: documents; patches and compressed artifacts; artifacts as they are.
  record TrafficKinds(long metadataBytes, long patchBytes, long artifactBytes) {}

  /// Downloads whose devices told the length of the artifact.
  ///
  /// @param downloads how many
  /// @param wholeBytes the lengths of their artifacts
  /// @param fetchedBytes what came for them
  /// @param savedBytes what did not have to come, thanks to patches and compression
  record TrafficSavings(long downloads, long wholeBytes, long fetchedBytes, long savedBytes) {}

  /// An edge node; bytes are those since it started.
  ///
  /// @param upstream `origin`, or the node of the next tier, or its address
  /// @param hitRatio share of what it gave out that it held, 0 to 1; 0 if it gave out nothing
  /// @param isLate whether its report is overdue: three intervals, and a minute
  record ReportingNode(
      NodeId name,
      int tier,
      String upstream,
      long hitBytes,
      long missBytes,
      long egressBytes,
      long upstreamBytes,
      double hitRatio,
      Instant startedAt,
      Instant heardAt,
      boolean isLate) {}

  private static final int LATE_INTERVALS = 3;
  private static final int LATE_SECONDS = 60;

  static DistributionAnswer of(Distribution known) {
    int first = first(known);
    var total = new Sums(first);
    List<TrafficPoint> points = new ArrayList<>();
    for (Distribution.Point point : known.points()) {
      var sums = new Sums(first);
      sums.add(point);
      total.add(point);
      points.add(sums.at(point.at()));
    }
    return new DistributionAnswer(
        known.countedAt(),
        known.from(),
        known.stepSeconds(),
        total.at(known.from()),
        points,
        known.nodes().stream().map(node -> of(node, known.countedAt())).toList(),
        known.left());
  }

  private static int first(Distribution known) {
    return known.points().stream()
        .flatMap(point -> point.tiers().stream())
        .mapToInt(Distribution.Tier::tier)
        .min()
        .orElse(1);
  }

  private static ReportingNode of(Distribution.Node node, Instant now) {
    NodeTraffic traffic = node.traffic();
    long egress = traffic.egressBytes();
    long patience = (long) LATE_INTERVALS * node.everySeconds() + LATE_SECONDS;
    return new ReportingNode(
        node.node(),
        node.tier(),
        node.upstream(),
        traffic.hitBytes(),
        traffic.missBytes(),
        egress,
        traffic.upstreamBytes(),
        egress == 0 ? 0 : (double) traffic.hitBytes() / egress,
        node.startedAt(),
        node.heardAt(),
        node.heardAt().plusSeconds(patience).isBefore(now));
  }

  /// Adds points up.
  private static final class Sums {
    private final int first;
    private final long[] held = new long[NodeReported.MAX_TIER + 1];
    private NodeTraffic all = NodeTraffic.NONE;
    private long origin;
    private long downloads;
    private long whole;
    private long fetched;

    /// @param first the tier before the origin
    Sums(int first) {
      this.first = first;
    }

    void add(Distribution.Point point) {
      for (Distribution.Tier tier : point.tiers()) {
        held[tier.tier()] += tier.traffic().hitBytes();
        origin += tier.tier() == first ? tier.traffic().upstreamBytes() : 0;
        all = all.plus(tier.traffic());
      }
      downloads += point.downloads();
      whole += point.wholeBytes();
      fetched += point.fetchedBytes();
    }

    TrafficPoint at(Instant at) {
      List<TrafficSource> sources = new ArrayList<>();
      add(sources, NodeReported.ORIGIN, origin);
      for (int tier = 1; tier < held.length; tier++) {
        add(sources, "tier-" + tier, held[tier]);
      }
      return new TrafficPoint(
          at,
          sources,
          new TrafficKinds(
              all.metadata().egressBytes(),
              all.patches().egressBytes(),
              all.artifacts().egressBytes()),
          new TrafficSavings(downloads, whole, fetched, Math.max(0, whole - fetched)));
    }

    private static void add(List<TrafficSource> sources, String source, long bytes) {
      if (bytes > 0) {
        sources.add(new TrafficSource(source, bytes));
      }
    }
  }
}
