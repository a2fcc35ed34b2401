package dev.sluice.notifier.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// The partitions that this instance holds. For any number of threads.
///
/// It asks the stores themselves. Kafka Streams' other way, queries as objects, takes the lock of a
/// store's position before that of the store, a writing thread takes them the other way round
/// (4.3.1): a question that meets a write stops both for ever, and with them the topology.
public final class LocalStores {
  /// A store may change under a reader now and then, not time after time.
  private static final int MAX_ATTEMPTS = 3;

  private final KafkaStreams streams;

  /// @param streams the topology whose stores are asked
  public LocalStores(KafkaStreams streams) {
    this.streams = streams;
  }

  /// What a partition has to say.
  ///
  /// @return nothing if the partition is not held here now: another instance has it, or it is being
  ///     restored
  <Q extends Record> Optional<List<Found>> ask(StoreQuery<Q> query, Q question, int partition) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<PartitionView> view = find(query.store(), partition);
      if (view.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(query.ask(view.get(), question));
      } catch (InvalidStateStoreException _) {
        // Taken away, or changed, while it was read: what was found is not the whole.
      }
    }
    return Optional.empty();
  }

  private Optional<PartitionView> find(String store, int partition) {
    try {
      ReadOnlyKeyValueStore<String, byte[]> found =
          streams.store(
              StoreQueryParameters.fromNameAndType(
                      store, QueryableStoreTypes.<String, byte[]>keyValueStore())
                  .withPartition(partition));
      return Optional.of(new PartitionView(found));
    } catch (InvalidStateStoreException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  /// A store that every instance holds whole.
  ///
  /// @return nothing if it cannot be read now
  public Optional<List<Found>> askGlobal(String store) {
    try {
      ReadOnlyKeyValueStore<String, byte[]> found =
          streams.store(
              StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.keyValueStore()));
      List<Found> all = new ArrayList<>();
      new PartitionView(found).scan("", PartitionView.END, all::add);
      return Optional.of(all);
    } catch (InvalidStateStoreException | IllegalStateException _) {
      return Optional.empty();
    }
  }
}
