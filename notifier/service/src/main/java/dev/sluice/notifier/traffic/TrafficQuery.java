package dev.sluice.notifier.traffic;

import dev.sluice.events.ByteString;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.notifier.query.Found;
import dev.sluice.notifier.query.PartitionView;
import dev.sluice.notifier.query.StoreQuery;
import dev.sluice.rollout.traffic.Buckets;
import dev.sluice.rollout.traffic.Savings;
import dev.sluice.rollout.traffic.TrafficCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Asks for the nodes of a partition, and for its traffic from a time on, in longer buckets: adding
/// them up where they are held keeps answers short.
public record TrafficQuery() implements StoreQuery<TrafficQuery.Since> {
  /// From when.
  ///
  /// @param fromMillis since 1970
  /// @param stepSeconds length of a bucket, a multiple of [Buckets#LENGTH]
  public record Since(long fromMillis, long stepSeconds) {}

  @Override
  public String kind() {
    return "traffic";
  }

  @Override
  public String store() {
    return TrafficKeeper.STORE;
  }

  @Override
  public Class<Since> question() {
    return Since.class;
  }

  @Override
  public List<Found> ask(PartitionView partition, Since since) {
    Instant from = Instant.ofEpochMilli(since.fromMillis());
    var step = Duration.ofSeconds(since.stepSeconds());
    List<Found> found = new ArrayList<>();
    partition.scan(TrafficKeys.NODES, TrafficKeys.NODES + TrafficKeys.END, found::add);
    var savings = new TreeMap<String, Savings>();
    partition.scan(
        TrafficKeys.SAVINGS + TrafficKeys.time(from),
        TrafficKeys.SAVINGS + TrafficKeys.END,
        entry -> {
          String key = TrafficKeys.savings(start(entry, step));
          savings.merge(key, TrafficCodec.savings(entry.value().bytes()), Savings::plus);
          return true;
        });
    savings.forEach((key, sum) -> found.add(new Found(key, of(TrafficCodec.encode(sum)))));
    var tiers = new TreeMap<String, NodeTraffic>();
    partition.scan(
        TrafficKeys.TIERS + TrafficKeys.time(from),
        TrafficKeys.TIERS + TrafficKeys.END,
        entry -> {
          String key = TrafficKeys.tier(start(entry, step), TrafficKeys.tier(entry.key()));
          tiers.merge(key, TrafficCodec.traffic(entry.value().bytes()), NodeTraffic::plus);
          return true;
        });
    tiers.forEach((key, sum) -> found.add(new Found(key, of(TrafficCodec.encode(sum)))));
    return found;
  }

  private static Instant start(Found entry, Duration step) {
    return Buckets.startOf(TrafficKeys.bucket(entry.key()), step);
  }

  private static ByteString of(byte[] bytes) {
    return ByteString.of(bytes);
  }
}
