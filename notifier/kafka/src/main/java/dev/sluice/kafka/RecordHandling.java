package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.program.trace.Traces;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands records to their handler, tries again what failed, and buries what fails still or cannot
/// be decoded. One thread uses it.
final class RecordHandling {
  private static final Logger LOG = LoggerFactory.getLogger(RecordHandling.class);

  private final String group;
  private final RetryPolicy retries;
  private final EventProducer deadLetters;
  private final WorkerMeters meters;
  private final Traces traces;
  private final RandomGenerator random = RandomGenerator.getDefault();

  /// Open when the worker is being closed.
  private final CountDownLatch closing;

  RecordHandling(WorkerSetup setup, WorkerMeters meters, CountDownLatch closing) {
    this.group = setup.group();
    this.retries = setup.retries();
    this.deadLetters = setup.deadLetters();
    this.meters = meters;
    this.traces = setup.surroundings().traces();
    this.closing = closing;
  }

  /// Handles records of one partition, together.
  ///
  /// @throws PeerAwayException if they need a peer that is unavailable; some may have been handled
  /// @throws UndeliveredEventException if a dead letter was not taken
  <E extends Event> void handle(TopicHandler<E> topic, List<ConsumerRecord<String, byte[]>> records)
      throws InterruptedException, UndeliveredEventException, PeerAwayException {
    List<Delivery<E>> deliveries = new ArrayList<>(records.size());
    for (ConsumerRecord<String, byte[]> record : records) {
      if (record.value() == null) {
        // A tombstone: the key is gone from a compacted topic, nothing is asked of anybody.
        continue;
      }
      if (DeadLetters.isForAnother(record.headers(), group)) {
        continue;
      }
      try {
        deliveries.add(
            new Delivery<>(
                record, EventDeserializer.decode(topic.topic(), record.headers(), record.value())));
      } catch (MalformedJsonException e) {
        bury(record, e);
      }
    }
    if (deliveries.isEmpty()) {
      return;
    }
    Attempted attempted = attempt(topic, deliveries);
    if (attempted instanceof Failed && deliveries.size() > 1) {
      for (Delivery<E> delivery : deliveries) {
        settle(delivery, attempt(topic, List.of(delivery)));
      }
    } else if (deliveries.size() == 1) {
      settle(deliveries.getFirst(), attempted);
    }
  }

  private void settle(Delivery<?> delivery, Attempted attempted) throws UndeliveredEventException {
    if (attempted instanceof Failed(var reason)) {
      bury(delivery.record(), reason);
    }
  }

  private <E extends Event> Attempted attempt(TopicHandler<E> topic, List<Delivery<E>> deliveries)
      throws InterruptedException, PeerAwayException {
    List<StampedEvent<E>> events = deliveries.stream().map(Delivery::event).toList();
    try (Traces.Traced span = spanOf(events)) {
      return attemptAll(topic, events, span);
    }
  }

  /// One for all that are handled together, in the trace of the first that has one.
  private Traces.Traced spanOf(List<? extends StampedEvent<?>> events) {
    Optional<String> parent =
        events.stream().flatMap(event -> event.trace().stream()).map(String::valueOf).findFirst();
    return traces
        .start("handle " + events.getFirst().event().type(), parent)
        .with("sluice.key", events.getFirst().event().key())
        .with("sluice.events", String.valueOf(events.size()));
  }

  private <E extends Event> Attempted attemptAll(
      TopicHandler<E> topic, List<StampedEvent<E>> events, Traces.Traced span)
      throws InterruptedException, PeerAwayException {
    for (int attempt = 1; ; attempt++) {
      try {
        topic.handler().handleAll(events);
        return new Handled();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("closed while handling");
        }
        var away = PeerFailures.find(e);
        if (away.isPresent()) {
          span.failed(e);
          throw new PeerAwayException(away.get(), e);
        }
        logFailure(events.getFirst().event(), attempt, e);
        if (attempt == retries.maxAttempts()) {
          span.failed(e);
          return new Failed(e);
        }
      }
      pause(retries.delayAfter(attempt, random));
      if (isClosing()) {
        throw new InterruptedException("closed while waiting to try again");
      }
    }
  }

  private void logFailure(Event event, int attempt, Exception failure) {
    LOG.atWarn()
        .addKeyValue("group", group)
        .addKeyValue("type", event.type())
        .addKeyValue("key", event.key())
        .addKeyValue("attempt", attempt)
        .addKeyValue("of", retries.maxAttempts())
        .setCause(failure)
        .log("handling failed");
  }

  private void bury(ConsumerRecord<String, byte[]> record, Exception reason)
      throws UndeliveredEventException {
    DeadLetter letter = DeadLetters.letter(record, group, reason);
    deadLetters.send(letter);
    meters.deadLetter();
    LOG.atError()
        .addKeyValue("group", group)
        .addKeyValue("topic", letter.originalTopic())
        .addKeyValue("key", letter.originalKey())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", letter.reason())
        .log("dead letter");
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause(Duration delay) throws InterruptedException {
    var _ = closing.await(delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private record Delivery<E extends Event>(
      ConsumerRecord<String, byte[]> record, StampedEvent<E> event) {}

  private sealed interface Attempted {}

  private record Handled() implements Attempted {}

  private record Failed(Exception reason) implements Attempted {}
}
