package dev.sluice.notifier.traffic;

import dev.sluice.console.distribution.Distribution;
import dev.sluice.console.distribution.DistributionQueries;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.notifier.query.Found;
import dev.sluice.notifier.query.SharedStores;
import dev.sluice.rollout.traffic.Buckets;
import dev.sluice.rollout.traffic.NodeRecord;
import dev.sluice.rollout.traffic.Savings;
import dev.sluice.rollout.traffic.TrafficCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Adds up what all instances hold. For any number of threads.
public final class TrafficSearch implements DistributionQueries {
  /// The question that instances ask each other.
  public static final TrafficQuery QUERY = new TrafficQuery();

  /// Most points: as many as a chart can show apart.
  private static final int MOST_POINTS = 300;

  /// Lengths of a point, the last for seven days.
  private static final List<Duration> STEPS =
      List.of(Buckets.LENGTH, Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1));

  private final SharedStores stores;
  private final InstantSource clock;

  /// @param stores of all instances
  /// @param clock says until when
  public TrafficSearch(SharedStores stores, InstantSource clock) {
    this.stores = stores;
    this.clock = clock;
  }

  @Override
  public Distribution since(Duration span) throws IOException {
    Instant now = clock.instant();
    Duration step = stepFor(span);
    Instant from = Buckets.startOf(now.minus(span), step);
    var question = new TrafficQuery.Since(from.toEpochMilli(), step.toSeconds());
    var sums = new Sums();
    stores.ask(QUERY, question).forEach(sums::add);
    return sums.result(now, from, step);
  }

  static Duration stepFor(Duration span) {
    return STEPS.stream()
        .filter(step -> span.dividedBy(step) <= MOST_POINTS)
        .findFirst()
        .orElse(STEPS.getLast());
  }

  /// A sum under way; one thread's.
  private static final class Sums {
    private final List<NodeRecord> nodes = new ArrayList<>();
    private final NavigableMap<Instant, Savings> savings = new TreeMap<>();
    private final NavigableMap<Instant, NavigableMap<Integer, NodeTraffic>> tiers = new TreeMap<>();

    void add(Found found) {
      byte[] value = found.value().bytes();
      String key = found.key();
      if (key.startsWith(TrafficKeys.NODES)) {
        nodes.add(NodeRecord.decode(value));
      } else if (key.startsWith(TrafficKeys.SAVINGS)) {
        savings.merge(TrafficKeys.bucket(key), TrafficCodec.savings(value), Savings::plus);
      } else {
        tiers
            .computeIfAbsent(TrafficKeys.bucket(key), _ -> new TreeMap<>())
            .merge(TrafficKeys.tier(key), TrafficCodec.traffic(value), NodeTraffic::plus);
      }
    }

    Distribution result(Instant now, Instant from, Duration step) {
      var times = new TreeMap<Instant, Distribution.Point>();
      savings.forEach((at, _) -> times.put(at, point(at)));
      tiers.forEach((at, _) -> times.put(at, point(at)));
      nodes.sort(Comparator.comparingInt(NodeRecord::tier).thenComparing(NodeRecord::node));
      return new Distribution(
          now,
          from,
          Math.toIntExact(step.toSeconds()),
          List.copyOf(times.values()),
          nodes.stream().limit(Distribution.MAX_NODES).map(Sums::node).toList(),
          Math.max(0, nodes.size() - Distribution.MAX_NODES));
    }

    private Distribution.Point point(Instant at) {
      Savings saved = savings.getOrDefault(at, Savings.NONE);
      List<Distribution.Tier> told = new ArrayList<>();
      tiers
          .getOrDefault(at, new TreeMap<>())
          .forEach((tier, traffic) -> told.add(new Distribution.Tier(tier, traffic)));
      return new Distribution.Point(
          at, told, saved.downloads(), saved.wholeBytes(), saved.fetchedBytes());
    }

    private static Distribution.Node node(NodeRecord node) {
      return new Distribution.Node(
          node.node(),
          node.tier(),
          node.upstream(),
          node.everySeconds(),
          node.latest().startedAt(),
          node.heardAt(),
          node.latest().traffic());
    }
  }
}
