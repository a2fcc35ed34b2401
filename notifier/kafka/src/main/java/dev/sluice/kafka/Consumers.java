package dev.sluice.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Builds the consumers of this package, all of which see only what was committed.
final class Consumers {
  /// A member that died is missed after six seconds: the least that brokers allow by default.
  private static final Duration SESSION_LIMIT = Duration.ofSeconds(6);

  /// How long one poll's records may take: a large patch and its retries.
  private static final Duration HANDLING_LIMIT = Duration.ofMinutes(30);

  /// How long a broker holds a follower's request while there is nothing to give; it answers at
  /// once when an event comes. So it only says how often a follower at rest asks.
  private static final Duration FOLLOWER_WAIT = Duration.ofSeconds(5);

  private Consumers() {}

  static KafkaConsumer<String, byte[]> inGroup(
      KafkaConnection connection, String group, int maxRecords) {
    Map<String, Object> properties = common(connection);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
    properties.put(
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
        Math.toIntExact(KafkaConnection.MEMBER_WAIT.toMillis()));
    properties.put(
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(SESSION_LIMIT.toMillis()));
    properties.put(
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        Math.toIntExact(SESSION_LIMIT.dividedBy(3).toMillis()));
    properties.put(
        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Math.toIntExact(HANDLING_LIMIT.toMillis()));
    return consumer(properties);
  }

  static KafkaConsumer<String, byte[]> alone(KafkaConnection connection) {
    Map<String, Object> properties = common(connection);
    properties.put(
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(FOLLOWER_WAIT.toMillis()));
    // All that came: a partition with events left over is not part of the next request.
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.MAX_VALUE);
    return consumer(properties);
  }

  private static Map<String, Object> common(KafkaConnection connection) {
    Map<String, Object> properties = connection.toProperties();
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return properties;
  }

  private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> properties) {
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
