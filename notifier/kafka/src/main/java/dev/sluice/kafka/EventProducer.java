package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.TracedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  /// person's patience.
  public static final Duration DELIVERY_LIMIT = Duration.ofSeconds(30);

  private static final int ATTEMPTS_WITHIN_LIMIT = 3;
  static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final KafkaConnection connection;
  private final String source;
  private final InstantSource clock;
  private final KafkaProducer<String, StampedEvent<?>> producer;
  private final KafkaClientMetrics ofClient;

  /// Starts a producer; it connects when the first event is sent.
  ///
  /// @param source who sends, as CloudEvents' `source`
  /// @param clock gives the events' time
  public EventProducer(KafkaConnection connection, String source, InstantSource clock) {
    this(connection, source, clock, DELIVERY_LIMIT);
  }

  /// Starts a producer whose Kafka client is counted.
  ///
  /// @param source who sends, as CloudEvents' `source`
  /// @param clock gives the events' time
  /// @param meters gets the client's meters until the producer is closed
  public EventProducer(
      KafkaConnection connection, String source, InstantSource clock, MeterRegistry meters) {
    this(connection, source, clock, DELIVERY_LIMIT, Optional.of(meters));
  }

  /// Starts a producer that gives up earlier than others.
  ///
  /// @param source who sends, as CloudEvents' `source`
  /// @param clock gives the events' time
  /// @param deliveryLimit how long sending one event may take in all
  public EventProducer(
      KafkaConnection connection, String source, InstantSource clock, Duration deliveryLimit) {
    this(connection, source, clock, deliveryLimit, Optional.empty());
  }

  private EventProducer(
      KafkaConnection connection,
      String source,
      InstantSource clock,
      Duration deliveryLimit,
      Optional<MeterRegistry> meters) {
    this.connection = connection;
    this.source = source;
    this.clock = clock;
    this.producer =
        new KafkaProducer<>(
            properties(connection, deliveryLimit), new StringSerializer(), new EventSerializer());
    this.ofClient = new KafkaClientMetrics(producer);
    meters.ifPresent(ofClient::bindTo);
  }

  /// Sends one event and waits for all replicas' acknowledgement.
  ///
  /// @throws UndeliveredEventException if it did not come within [#DELIVERY_LIMIT], or the thread
  ///     was
  ///     interrupted (its flag is set again)
  public void send(Event event) throws UndeliveredEventException {
    sendAll(List.of(event));
  }

  /// Sends one event on the trace of what it answers, as [#send(Event)].
  public void send(Event event, Optional<TraceParent> trace) throws UndeliveredEventException {
    sendTraced(List.of(new TracedEvent(event, trace)));
  }

  /// Sends events in order, those of one key's first part staying in order, and waits for all of
  /// them.
  ///
  /// @throws UndeliveredEventException as [#send(Event)]; some of them may have arrived
  public void sendAll(List<? extends Event> events) throws UndeliveredEventException {
    sendTraced(events.stream().map(TracedEvent::untraced).toList());
  }

  /// Sends events on the traces of what they answer, as [#sendAll(List)].
  public void sendTraced(List<TracedEvent> events) throws UndeliveredEventException {
    sendAll(events.stream().map(this::record).toList(), events);
  }

  private void sendAll(
      List<ProducerRecord<String, StampedEvent<?>>> records, List<TracedEvent> events)
      throws UndeliveredEventException {
    try {
      List<Future<?>> acknowledgements = new ArrayList<>(records.size());
      for (ProducerRecord<String, StampedEvent<?>> record : records) {
        acknowledgements.add(producer.send(record));
      }
      for (Future<?> acknowledgement : acknowledgements) {
        acknowledgement.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw undelivered(events, e);
    } catch (ExecutionException e) {
      throw undelivered(events, e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      // Also an interruption inside the producer, which has set the thread's flag again.
      throw undelivered(events, e);
    }
  }

  /// Sends an event as somebody else stamped it, such as a device, and waits as [#send(Event)].
  public void forward(StampedEvent<?> stamped) throws UndeliveredEventException {
    Event event = stamped.event();
    sendAll(
        List.of(new ProducerRecord<>(event.topic().kafkaName(), event.key(), stamped)),
        List.of(new TracedEvent(event, stamped.trace())));
  }

  private ProducerRecord<String, StampedEvent<?>> record(TracedEvent traced) {
    Event event = traced.event();
    var stamped =
        new StampedEvent<>(
            UUID.randomUUID().toString(), source, clock.instant(), traced.trace(), event);
    return new ProducerRecord<>(event.topic().kafkaName(), event.key(), stamped);
  }

  private UndeliveredEventException undelivered(List<TracedEvent> events, Throwable cause) {
    String what = events.size() == 1 ? events.getFirst().event().type() : events.size() + " events";
    return new UndeliveredEventException(
        "%s: expected an acknowledgement from %s, got %s"
            .formatted(what, connection, cause.getMessage()),
        cause);
  }

  static Map<String, Object> properties(KafkaConnection connection, Duration limit) {
    Map<String, Object> properties = connection.toProperties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, KeyPartitioning.class);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    int limitMillis = Math.toIntExact(limit.toMillis());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, limitMillis);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, limitMillis);
    // Several attempts within the limit.
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, limitMillis / ATTEMPTS_WITHIN_LIMIT);
    return properties;
  }

  @Override
  public void close() {
    ofClient.close();
    producer.close(CLOSE_LIMIT);
  }
}
