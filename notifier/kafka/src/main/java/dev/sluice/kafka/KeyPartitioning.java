package dev.sluice.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;

/// Puts an event into the partition of the first part of its key, the part before the first `/`.
///
/// So everything about one product stays in order, and so does everything about one device. For
/// keys without a slash it is Kafka's own rule.
public final class KeyPartitioning implements Partitioner {
  /// Used by Kafka, which builds it by name.
  public KeyPartitioning() {}

  /// The partition of a key, also for the partitioner of a Streams sink.
  ///
  /// @param partitions how many there are, at least one
  public static int partition(String key, int partitions) {
    int slash = key.indexOf('/');
    String first = slash < 0 ? key : key.substring(0, slash);
    int hash = Utils.murmur2(first.getBytes(StandardCharsets.UTF_8));
    return Utils.toPositive(hash) % partitions;
  }

  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    return partition((String) key, cluster.partitionCountForTopic(topic));
  }

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public void close() {}
}
