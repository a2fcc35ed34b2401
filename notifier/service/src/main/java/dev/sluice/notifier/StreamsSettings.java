package dev.sluice.notifier;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.topology.DeadLetterHandler;
import dev.sluice.notifier.topology.NotifierMeters;
import dev.sluice.notifier.topology.NotifierTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// What Kafka Streams and its clients are set to for the topology.
final class StreamsSettings {
  /// The name of the group, and the beginning of the names of its logs in Kafka.
  static final String APPLICATION = "sluice-notifier";

  /// What goes to one partition in one request, under load: some hundred device records.
  private static final int PRODUCER_BATCH_BYTES = 128 << 10;

  /// The least that brokers allow by default.
  private static final Duration SESSION_LIMIT = Duration.ofSeconds(6);

  /// How long an event may wait for its transaction.
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

  private StreamsSettings() {}

  /// The settings of a notifier.
  ///
  /// @param meters count what its handler of bad records buries
  static Properties of(
      KafkaConnection kafka,
      Path stateDirectory,
      int threads,
      InstancesConfig instances,
      NotifierMeters meters) {
    var properties = new Properties();
    instances
        .address()
        .ifPresent(
            address -> {
              properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address.toString());
              properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, instances.standbys());
            });
    properties.putAll(kafka.toProperties());
    properties.put(DeadLetterHandler.METERS_CONFIG, meters);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        Math.toIntExact(SESSION_LIMIT.toMillis()));
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        Math.toIntExact(SESSION_LIMIT.dividedBy(3).toMillis()));
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        Math.toIntExact(KafkaConnection.MEMBER_WAIT.toMillis()));
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        NotifierTopology.MAX_RECORD_BYTES);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
    return properties;
  }
}
