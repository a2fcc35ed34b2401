package dev.sluice.kafka;

import dev.sluice.events.letter.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Sends the records of dead letters again, byte for byte. For any number of threads; whoever opens
/// it closes it.
public final class RecordReplayer implements AutoCloseable {
  private final KafkaConnection connection;
  private final KafkaProducer<String, byte[]> producer;

  /// Opens a producer; it connects when the first record is sent.
  public RecordReplayer(KafkaConnection connection) {
    this.connection = connection;
    this.producer =
        new KafkaProducer<>(
            EventProducer.properties(connection, EventProducer.DELIVERY_LIMIT),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /// Sends a letter's record with its headers, marked by [DeadLetters#REPLAY_OF] and
  /// [DeadLetters#REPLAYED_BY], and waits for all replicas' acknowledgement. In its original topic
  /// it is for the consumer whose letter it was; in another nobody has had it yet.
  ///
  /// @param topic where it goes: its original topic, as a rule
  /// @param key its key there
  /// @param id of the letter
  /// @param by who ordered it
  /// @throws UndeliveredEventException as [EventProducer#send(dev.sluice.events.Event)]
  public void replay(DeadLetter letter, String topic, String key, String id, String by)
      throws UndeliveredEventException {
    var record = new ProducerRecord<>(topic, key, letter.data().bytes());
    Headers headers = record.headers();
    letter.headers().forEach(header -> headers.add(header.name(), header.value().bytes()));
    mark(headers, DeadLetters.REPLAY_OF, id);
    mark(headers, DeadLetters.REPLAYED_BY, by);
    if (topic.equals(letter.originalTopic())) {
      mark(headers, DeadLetters.REPLAY_FOR, letter.consumer());
    } else {
      var _ = headers.remove(DeadLetters.REPLAY_FOR);
    }
    try {
      producer.send(record).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw undelivered(topic, e);
    } catch (ExecutionException e) {
      throw undelivered(topic, e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw undelivered(topic, e);
    }
  }

  /// In the place of what a replay before left.
  private static void mark(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private UndeliveredEventException undelivered(String topic, Throwable cause) {
    return new UndeliveredEventException(
        "replay to %s: expected an acknowledgement from %s, got %s"
            .formatted(topic, connection, cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    producer.close(EventProducer.CLOSE_LIMIT);
  }
}
