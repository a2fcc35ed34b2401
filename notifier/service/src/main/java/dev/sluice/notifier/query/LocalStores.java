package dev.sluice.notifier.query;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// The stores of this instance: partitions that it holds, and what every instance holds whole. For
/// any number of threads.
///
/// It asks the stores themselves. Kafka Streams' other way, queries as objects, takes the lock of a
/// store's position before that of the store, a writing thread takes them the other way round
/// (4.3.1): a question that meets a write stops both for ever, and with them the topology.
final class LocalStores {
  /// A store may change under a reader now and then, not time after time.
  private static final int MAX_ATTEMPTS = 3;

  private final KafkaStreams streams;

  /// @param streams the topology whose stores are asked
  LocalStores(KafkaStreams streams) {
    this.streams = streams;
  }

  /// What a partition has to say.
  ///
  /// @return nothing if the partition is not held here now: another instance has it, or it is being
  ///     restored
  <Q extends Record> Optional<List<Found>> ask(StoreQuery<Q> query, Q question, int partition) {
    return attempt(query, question, parameters(query).withPartition(partition));
  }

  /// What a store has to say that every instance holds whole.
  ///
  /// @return nothing if it cannot be read now
  <Q extends Record> Optional<List<Found>> askGlobal(StoreQuery<Q> query, Q question) {
    return attempt(query, question, parameters(query));
  }

  private static StoreQueryParameters<ReadOnlyKeyValueStore<String, byte[]>> parameters(
      StoreQuery<?> query) {
    return StoreQueryParameters.fromNameAndType(query.store(), QueryableStoreTypes.keyValueStore());
  }

  private <Q extends Record> Optional<List<Found>> attempt(
      StoreQuery<Q> query,
      Q question,
      StoreQueryParameters<ReadOnlyKeyValueStore<String, byte[]>> parameters) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<PartitionView> view = find(parameters);
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

  private Optional<PartitionView> find(
      StoreQueryParameters<ReadOnlyKeyValueStore<String, byte[]>> parameters) {
    try {
      return Optional.of(new PartitionView(streams.store(parameters)));
    } catch (InvalidStateStoreException | IllegalStateException _) {
      return Optional.empty();
    }
  }
}
