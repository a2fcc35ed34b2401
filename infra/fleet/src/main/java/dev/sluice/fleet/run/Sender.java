package dev.sluice.fleet.run;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.kafka.EventSerializer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.KeyPartitioning;
import dev.sluice.program.exit.UnreachableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/// Sends the events of many devices in large batches.
///
/// What it has not sent yet is bounded by the producer's memory: then whoever sends waits, two
/// minutes at most. An event that could not be delivered in that time ends the fleet, since its
/// device would never say it again. For any number of threads.
final class Sender implements AutoCloseable {
  private static final int BATCH_BYTES = 256 << 10;
  private static final int LINGER_MILLIS = 20;
  private static final int MEMORY_BYTES = 32 << 20;
  private static final int LIMIT_MILLIS = Math.toIntExact(Duration.ofMinutes(2).toMillis());
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final KafkaConnection kafka;
  private final InstantSource clock;
  private final KafkaProducer<String, StampedEvent<?>> producer;
  private final AtomicReference<Optional<Exception>> failure =
      new AtomicReference<>(Optional.empty());

  Sender(KafkaConnection kafka, InstantSource clock) {
    this.kafka = kafka;
    this.clock = clock;
    Map<String, Object> properties = kafka.toProperties();
    properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, KeyPartitioning.class);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MEMORY_BYTES);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LIMIT_MILLIS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LIMIT_MILLIS);
    this.producer = new KafkaProducer<>(properties, new StringSerializer(), new EventSerializer());
  }

  /// Hands an event over, as its device sends it now.
  ///
  /// @throws UnreachableException if this or an earlier one could not be delivered
  void send(Event event) {
    requireDelivered();
    var stamped =
        new StampedEvent<Event>(UUID.randomUUID().toString(), event.key(), clock.instant(), event);
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(event.topic().kafkaName(), event.key(), stamped),
              (_, e) -> {
                if (e != null) {
                  failure.set(Optional.of(e));
                }
              });
    } catch (KafkaException e) {
      throw undelivered(e);
    }
  }

  /// Waits until Kafka has everything.
  void flush() {
    producer.flush();
    requireDelivered();
  }

  private void requireDelivered() {
    failure
        .get()
        .ifPresent(
            e -> {
              throw undelivered(e);
            });
  }

  private UnreachableException undelivered(Exception cause) {
    return new UnreachableException(
        "expected %s to take the devices' events, got %s".formatted(kafka, cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }
}
