package dev.sluice.notifier.topology;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.query.StateQueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;

/// Asks a state store of every partition; all must answer.
final class PartitionStores {
  private final KafkaStreams streams;
  private final int partitions;

  PartitionStores(KafkaStreams streams, int partitions) {
    this.streams = streams;
    this.partitions = partitions;
  }

  /// The answers of all partitions, which the caller closes.
  List<KeyValueIterator<String, byte[]>> ask(
      String store, Query<KeyValueIterator<String, byte[]>> query) throws IOException {
    Map<Integer, QueryResult<KeyValueIterator<String, byte[]>>> results = results(store, query);
    List<KeyValueIterator<String, byte[]>> answers = new ArrayList<>();
    results.values().stream()
        .filter(QueryResult::isSuccess)
        .forEach(result -> answers.add(result.getResult()));
    if (answers.size() < partitions) {
      answers.forEach(KeyValueIterator::close);
      throw missing(store, results);
    }
    return answers;
  }

  /// The value of a key in whichever partition has it.
  Optional<byte[]> find(String store, String key) throws IOException {
    Map<Integer, QueryResult<byte[]>> results =
        results(store, KeyQuery.<String, byte[]>withKey(key));
    long answers = results.values().stream().filter(QueryResult::isSuccess).count();
    Optional<byte[]> found =
        results.values().stream()
            .filter(QueryResult::isSuccess)
            .flatMap(result -> Optional.ofNullable(result.getResult()).stream())
            .findFirst();
    if (found.isEmpty() && answers < partitions) {
      throw missing(store, results);
    }
    return found;
  }

  private <R> Map<Integer, QueryResult<R>> results(String store, Query<R> query)
      throws IOException {
    try {
      StateQueryResult<R> result =
          streams.query(StateQueryRequest.inStore(store).withQuery(query).requireActive());
      return result.getPartitionResults();
    } catch (IllegalStateException | org.apache.kafka.common.KafkaException e) {
      throw NotifierQueries.notReady(e);
    }
  }

  private <R> IOException missing(String store, Map<Integer, QueryResult<R>> results) {
    String reasons =
        results.entrySet().stream()
            .filter(entry -> entry.getValue().isFailure())
            .map(entry -> entry.getKey() + ": " + entry.getValue().getFailureMessage())
            .findFirst()
            .orElse("the others are held by another notifier, or by none yet");
    long answers = results.values().stream().filter(QueryResult::isSuccess).count();
    return new IOException(
        "%s: expected all %d partitions, got %d (%s); try again"
            .formatted(store, partitions, answers, reasons));
  }
}
