package dev.sluice.notifier.topology;

import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.release.ReleaseEvent;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Signed releases that name a policy which was not seen yet.
final class WaitingReleases {
  private final KeyValueStore<String, byte[]> store;
  private int size;

  WaitingReleases(KeyValueStore<String, byte[]> store) {
    this.store = store;
    this.size = all().size();
  }

  /// Keeps a release; the same again changes nothing.
  void put(StampedEvent<ReleaseEvent> stamped, RolloutId rollout) {
    String key = RolloutKeys.of(rollout);
    if (store.putIfAbsent(key, EventCodec.encodeStructured(stamped)) == null) {
      size++;
    }
  }

  /// Lets a release go.
  void remove(RolloutId rollout) {
    if (store.delete(RolloutKeys.of(rollout)) != null) {
      size--;
    }
  }

  int size() {
    return size;
  }

  /// All of them, by product and rising counter.
  List<StampedEvent<ReleaseEvent>> all() {
    List<StampedEvent<ReleaseEvent>> waiting = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> entries = store.all()) {
      while (entries.hasNext()) {
        waiting.add(EventCodec.decodeStructured(Topic.RELEASES, entries.next().value));
      }
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a waiting release must be readable", e);
    }
    return waiting;
  }

  /// The rollout that a release begins.
  static RolloutId rollout(ReleaseSigned signed) {
    return new RolloutId(signed.release().product(), signed.counter());
  }
}
