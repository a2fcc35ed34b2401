package dev.sluice.console.distribution;

import dev.sluice.events.device.NodeId;
import dev.sluice.events.report.NodeTraffic;
import java.time.Instant;
import java.util.List;

/// Where the fleet's bytes came from, as edge nodes and devices told, up to a moment.
///
/// @param countedAt that moment
/// @param from the beginning of the first point
/// @param stepSeconds how long each point is
/// @param points in the order of time, those in which something was told
/// @param nodes by tier and name, at most [#MAX_NODES]
/// @param left nodes that are left out
public record Distribution(
    Instant countedAt,
    Instant from,
    int stepSeconds,
    List<Point> points,
    List<Node> nodes,
    int left) {
  /// Most nodes in an answer.
  public static final int MAX_NODES = 1_000;

  /// Copies.
  public Distribution {
    points = List.copyOf(points);
    nodes = List.copyOf(nodes);
  }

  /// A time.
  ///
  /// @param at when it began
  /// @param tiers what the nodes of each tier gave out and took in, in the order of tiers
  /// @param downloads of devices that told the length of their artifact
  /// @param wholeBytes the lengths of those artifacts
  /// @param fetchedBytes what came for them
  public record Point(
      Instant at, List<Tier> tiers, long downloads, long wholeBytes, long fetchedBytes) {
    /// Copies.
    public Point {
      tiers = List.copyOf(tiers);
    }
  }

  /// The nodes of a tier, together.
  ///
  /// @param tier from 1, which reads the origin
  /// @param traffic bytes in the time
  public record Tier(int tier, NodeTraffic traffic) {}

  /// An edge node.
  ///
  /// @param node its name
  /// @param tier how many nodes a byte passes from the origin to its clients, itself included
  /// @param upstream where its bytes come from
  /// @param everySeconds how often it reports
  /// @param startedAt when it started, by its clock
  /// @param heardAt when its latest report came
  /// @param traffic bytes since it started
  public record Node(
      NodeId node,
      int tier,
      String upstream,
      int everySeconds,
      Instant startedAt,
      Instant heardAt,
      NodeTraffic traffic) {}
}
