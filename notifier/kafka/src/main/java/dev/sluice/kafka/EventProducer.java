package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/// Sends events and waits until Kafka has them safely.
///
/// For any number of threads. Whoever starts it closes it.
public final class EventProducer implements AutoCloseable {
  /// How long sending may take in all. Longer than the choice of a new leader, shorter than a
  /// person's
  /// patience.
  public static final Duration DELIVERY_LIMIT = Duration.ofSeconds(30);

  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final KafkaConnection connection;
  private final String source;
  private final InstantSource clock;
  private final KafkaProducer<String, StampedEvent> producer;

  /// Starts a producer; it connects when the first event is sent.
  ///
  /// @param source who sends, as CloudEvents' `source`
  /// @param clock gives the events' time
  public EventProducer(KafkaConnection connection, String source, InstantSource clock) {
    this.connection = connection;
    this.source = source;
    this.clock = clock;
    this.producer =
        new KafkaProducer<>(properties(connection), new StringSerializer(), new EventSerde());
  }

  /// Sends one event and waits for all replicas' acknowledgement.
  ///
  /// @throws UndeliveredEventException if it did not come within [#DELIVERY_LIMIT], or the thread
  ///     was
  ///     interrupted (its flag is set again)
  public void send(Event event) throws UndeliveredEventException {
    sendAll(List.of(event));
  }

  /// Sends events in order, those of one key's first part staying in order, and waits for all of
  /// them.
  ///
  /// @throws UndeliveredEventException as [#send(Event)]; some of them may have arrived
  public void sendAll(List<? extends Event> events) throws UndeliveredEventException {
    try {
      List<Future<?>> acknowledgements = new ArrayList<>(events.size());
      for (Event event : events) {
        acknowledgements.add(producer.send(record(event)));
      }
      for (Future<?> acknowledgement : acknowledgements) {
        acknowledgement.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw undelivered(events, e);
    } catch (org.apache.kafka.common.errors.InterruptException e) {
      // Its constructor has set the thread's flag.
      throw undelivered(events, e);
    } catch (ExecutionException e) {
      throw undelivered(events, e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw undelivered(events, e);
    }
  }

  private ProducerRecord<String, StampedEvent> record(Event event) {
    var stamped = new StampedEvent(UUID.randomUUID().toString(), source, clock.instant(), event);
    return new ProducerRecord<>(event.topic().kafkaName(), event.key(), stamped);
  }

  private UndeliveredEventException undelivered(List<? extends Event> events, Throwable cause) {
    String what = events.size() == 1 ? events.getFirst().type() : events.size() + " events";
    return new UndeliveredEventException(
        "%s: expected an acknowledgement from %s, got %s"
            .formatted(what, connection, cause.getMessage()),
        cause);
  }

  private static Map<String, Object> properties(KafkaConnection connection) {
    Map<String, Object> properties = connection.toProperties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, KeyPartitioning.class);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    properties.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(DELIVERY_LIMIT.toMillis()));
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_LIMIT.toMillis());
    properties.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(REQUEST_LIMIT.toMillis()));
    return properties;
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }
}
