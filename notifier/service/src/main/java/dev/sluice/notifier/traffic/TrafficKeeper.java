package dev.sluice.notifier.traffic;

import dev.sluice.events.report.NodeReported;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.rollout.traffic.Added;
import dev.sluice.rollout.traffic.Buckets;
import dev.sluice.rollout.traffic.NodeRecord;
import dev.sluice.rollout.traffic.Savings;
import dev.sluice.rollout.traffic.TrafficCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the traffic that the nodes and devices of one partition tell; for one thread.
///
/// Buckets and nodes of which nothing was heard for [Buckets#KEPT] are taken out when a new bucket
/// begins, or a new node comes.
public final class TrafficKeeper {
  /// The store's name.
  public static final String STORE = "traffic";

  private static final Logger LOG = LoggerFactory.getLogger(TrafficKeeper.class);

  /// Most nodes in a partition: what stands behind their names costs half a kilobyte each.
  private static final int MOST_NODES = 10_000;

  private final KeyValueStore<String, byte[]> store;
  private int nodes;

  /// @param store of the partition
  public TrafficKeeper(KeyValueStore<String, byte[]> store) {
    this.store = store;
    this.nodes = keys(TrafficKeys.NODES, TrafficKeys.NODES + TrafficKeys.END, _ -> true).size();
  }

  /// A node tells what it gave out and took in.
  ///
  /// @param at when it said so, by its clock
  /// @param now when that came
  public void reported(NodeReported said, Instant at, Instant now) {
    String key = TrafficKeys.node(said.node());
    byte[] kept = store.get(key);
    if (kept == null) {
      prune(now);
    }
    if (kept == null && nodes >= MOST_NODES) {
      LOG.atWarn().addKeyValue("node", said.node()).log("report left out: too many nodes");
      return;
    }
    nodes += kept == null ? 1 : 0;
    NodeRecord.Heard heard =
        kept == null
            ? NodeRecord.first(said, at, now)
            : NodeRecord.decode(kept).with(said, at, now);
    store.put(key, heard.record().encode());
    heard.added().ifPresent(added -> add(added, now));
  }

  /// A device tells steps that it had not told before.
  ///
  /// @param now when that came
  public void told(List<UpdateStep> steps, Instant now) {
    for (UpdateStep step : steps) {
      Savings.of(step).ifPresent(savings -> add(savings, Buckets.startOf(step.at(), now), now));
    }
  }

  private void add(Savings savings, Instant bucket, Instant now) {
    if (bucket.isBefore(Buckets.oldest(now))) {
      return;
    }
    String key = TrafficKeys.savings(bucket);
    byte[] kept = store.get(key);
    if (kept == null) {
      prune(now);
    }
    Savings before = kept == null ? Savings.NONE : TrafficCodec.savings(kept);
    store.put(key, TrafficCodec.encode(before.plus(savings)));
  }

  private void add(Added added, Instant now) {
    Buckets.spread(added, now)
        .forEach(
            (bucket, traffic) -> {
              if (!traffic.equals(NodeTraffic.NONE)) {
                add(TrafficKeys.tier(bucket, added.tier()), traffic, now);
              }
            });
  }

  private void add(String key, NodeTraffic traffic, Instant now) {
    byte[] kept = store.get(key);
    if (kept == null) {
      prune(now);
    }
    NodeTraffic before = kept == null ? NodeTraffic.NONE : TrafficCodec.traffic(kept);
    store.put(key, TrafficCodec.encode(before.plus(traffic)));
  }

  private void prune(Instant now) {
    Instant oldest = Buckets.oldest(now);
    for (String kind : List.of(TrafficKeys.SAVINGS, TrafficKeys.TIERS)) {
      remove(keys(kind, kind + TrafficKeys.time(oldest), _ -> true));
    }
    nodes -=
        remove(
            keys(
                TrafficKeys.NODES,
                TrafficKeys.NODES + TrafficKeys.END,
                value -> NodeRecord.decode(value).heardAt().isBefore(oldest)));
  }

  private int remove(List<String> keys) {
    for (String key : keys) {
      var _ = store.delete(key);
    }
    return keys.size();
  }

  private List<String> keys(String from, String to, Predicate<byte[]> wanted) {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> entries = store.range(from, to)) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        if (wanted.test(entry.value)) {
          keys.add(entry.key);
        }
      }
    }
    return keys;
  }
}
