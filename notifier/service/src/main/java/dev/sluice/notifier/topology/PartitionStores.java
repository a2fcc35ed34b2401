package dev.sluice.notifier.topology;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// Asks a state store of every partition; all must answer.
///
/// It asks the stores themselves. Kafka Streams' other way, queries as objects, takes the lock of a
/// store's position before that of the store, a writing thread takes them the other way round
/// (4.3.1): a question that meets a write stops both for ever, and with them the topology.
final class PartitionStores {
  private final KafkaStreams streams;
  private final int partitions;

  PartitionStores(KafkaStreams streams, int partitions) {
    this.streams = streams;
    this.partitions = partitions;
  }

  /// The answers of all partitions, which the caller closes.
  List<KeyValueIterator<String, byte[]>> ask(
      String store,
      Function<ReadOnlyKeyValueStore<String, byte[]>, KeyValueIterator<String, byte[]>> question)
      throws IOException {
    List<KeyValueIterator<String, byte[]>> answers = new ArrayList<>();
    try {
      for (int partition = 0; partition < partitions; partition++) {
        answers.add(question.apply(store(store, partition)));
      }
      return answers;
    } catch (InvalidStateStoreException | IllegalStateException e) {
      answers.forEach(KeyValueIterator::close);
      throw missing(store, answers.size(), e);
    }
  }

  /// The value of a key in whichever partition has it.
  Optional<byte[]> find(String store, String key) throws IOException {
    for (int partition = 0; partition < partitions; partition++) {
      try {
        byte[] value = store(store, partition).get(key);
        if (value != null) {
          return Optional.of(value);
        }
      } catch (InvalidStateStoreException | IllegalStateException e) {
        throw missing(store, partition, e);
      }
    }
    return Optional.empty();
  }

  /// The values that a key has in all partitions.
  List<byte[]> findAll(String store, String key) throws IOException {
    List<byte[]> found = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      try {
        byte[] value = store(store, partition).get(key);
        if (value != null) {
          found.add(value);
        }
      } catch (InvalidStateStoreException | IllegalStateException e) {
        throw missing(store, partition, e);
      }
    }
    return found;
  }

  private ReadOnlyKeyValueStore<String, byte[]> store(String name, int partition) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(
                name, QueryableStoreTypes.<String, byte[]>keyValueStore())
            .withPartition(partition));
  }

  private IOException missing(String store, int partition, RuntimeException cause) {
    return new IOException(
        "%s: expected all %d partitions, got none of number %d (%s); try again"
            .formatted(store, partitions, partition, cause.getMessage()),
        cause);
  }
}
