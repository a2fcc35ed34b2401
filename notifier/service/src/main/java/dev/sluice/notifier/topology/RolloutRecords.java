package dev.sluice.notifier.topology;

import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutRecord;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The latest record of each rollout, for those who ask, and the trace that each belongs to.
///
/// Rollouts that are over stay, up to [#KEPT] of each product; the audit log has the rest.
final class RolloutRecords {
  /// More than can be under way, wait for a person, and wait for a policy at a time.
  static final int KEPT = 50;

  private final KeyValueStore<String, byte[]> records;
  private final KeyValueStore<String, byte[]> traces;
  private final Consumer<RolloutSnapshot> shown;

  /// @param shown is shown each record that is kept, and those that are there already
  RolloutRecords(
      KeyValueStore<String, byte[]> records,
      KeyValueStore<String, byte[]> traces,
      Consumer<RolloutSnapshot> shown) {
    this.records = records;
    this.traces = traces;
    this.shown = shown;
    try (KeyValueIterator<String, byte[]> all = records.all()) {
      while (all.hasNext()) {
        shown.accept(decode(all.next().value).snapshot());
      }
    }
  }

  /// Keeps a record in the place of the rollout's last.
  void put(StampedEvent<RolloutChanged> stamped) {
    RolloutId rollout = stamped.event().snapshot().id();
    String key = RolloutKeys.of(rollout);
    boolean isNew = records.get(key) == null;
    records.put(key, EventCodec.encodeStructured(stamped));
    shown.accept(stamped.event().snapshot());
    if (isNew) {
      // The new one is kept even if it goes back to a release below all others.
      List<String> others = keys(rollout.product());
      others.remove(key);
      for (String old : others.subList(0, Math.max(0, others.size() - KEPT + 1))) {
        var _ = records.delete(old);
        var _ = traces.delete(old);
      }
    }
  }

  /// The latest record of a rollout.
  Optional<RolloutChanged> find(RolloutId rollout) {
    return Optional.ofNullable(records.get(RolloutKeys.of(rollout))).map(RolloutRecords::decode);
  }

  /// A record that knows the one before: its time is that of the rollout's state, since counts
  /// change and the state stays.
  RolloutChanged afterTheLast(RolloutChanged change) {
    return find(change.snapshot().id()).map(change::after).orElse(change);
  }

  /// Remembers to which trace a rollout belongs; the first counts.
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as events have it
  void follow(RolloutId rollout, Optional<TraceParent> trace) {
    trace.ifPresent(
        known -> {
          var _ =
              traces.putIfAbsent(
                  RolloutKeys.of(rollout), known.toString().getBytes(StandardCharsets.US_ASCII));
        });
  }

  /// To which trace a rollout belongs.
  Optional<TraceParent> trace(RolloutId rollout) {
    return Optional.ofNullable(traces.get(RolloutKeys.of(rollout)))
        .flatMap(bytes -> TraceParent.find(new String(bytes, StandardCharsets.US_ASCII)));
  }

  private List<String> keys(ProductName product) {
    List<String> keys = new ArrayList<>();
    try (var serializer = new StringSerializer();
        KeyValueIterator<String, byte[]> all =
            records.prefixScan(RolloutKeys.prefix(product), serializer)) {
      while (all.hasNext()) {
        keys.add(all.next().key);
      }
    }
    return keys;
  }

  /// Reads what was kept.
  static RolloutChanged decode(byte[] bytes) {
    try {
      RolloutRecord kept = EventCodec.decodeStructured(Topic.ROLLOUTS, bytes).event();
      return switch (kept) {
        case RolloutChanged changed -> changed;
        case OrderRecorded order ->
            throw new IllegalStateException("expected a rollout, got " + order);
      };
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a kept record of a rollout must be readable", e);
    }
  }
}
