package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.tuf.json.MalformedJsonException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Reads one event by its place in a topic: one request, whatever the topic holds. For any number
/// of threads; each call has a client of its own.
public final class RecordReader {
  /// Connecting and one answer.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private RecordReader() {}

  /// The event at a place.
  ///
  /// @return empty if there is none any more, such as after the topic's retention
  /// @throws IOException if Kafka does not answer within 10 s, or what is there is no event
  public static <E extends Event> Optional<StampedEvent<E>> read(
      KafkaConnection connection, Topic<E> topic, int partition, long offset) throws IOException {
    try (KafkaConsumer<String, byte[]> consumer = Consumers.alone(connection)) {
      var place = new TopicPartition(topic.kafkaName(), partition);
      consumer.assign(List.of(place));
      Long end = consumer.endOffsets(List.of(place), LIMIT).get(place);
      if (end == null || offset >= end) {
        return Optional.empty();
      }
      consumer.seek(place, offset);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (System.nanoTime() < deadline) {
        List<ConsumerRecord<String, byte[]>> records =
            consumer
                .poll(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))
                .records(place);
        if (!records.isEmpty()) {
          return decode(topic, records.getFirst(), offset);
        }
        if (consumer.position(place) > offset) {
          return Optional.empty();
        }
      }
      throw new SocketTimeoutException(
          "%s: expected record %d of partition %d within %s, got no answer"
              .formatted(topic, offset, partition, LIMIT));
    } catch (KafkaException e) {
      throw new IOException(topic + " at " + connection + ": " + e.getMessage(), e);
    }
  }

  private static <E extends Event> Optional<StampedEvent<E>> decode(
      Topic<E> topic, ConsumerRecord<String, byte[]> record, long offset) throws IOException {
    if (record.offset() != offset || record.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(EventDeserializer.decode(topic, record.headers(), record.value()));
    } catch (MalformedJsonException e) {
      throw new IOException(topic + ": " + e.getMessage(), e);
    }
  }
}
