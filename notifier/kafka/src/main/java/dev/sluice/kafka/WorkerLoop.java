package dev.sluice.kafka;

import dev.sluice.events.DeadLetter;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the thread of an [EventWorker] does.
///
/// Records of one poll are handled in order and committed only afterwards; a failure of Kafka in
/// between lets them come again. A record that cannot be handled is committed only when its dead
/// letter is safe.
final class WorkerLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE_AFTER_KAFKA_FAILURE = Duration.ofSeconds(1);

  private final String group;
  private final Consumer<String, byte[]> consumer;
  private final Map<String, TopicHandler<?>> handlers;
  private final boolean batches;
  private final RetryPolicy retries;
  private final EventProducer deadLetters;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final CountDownLatch closing = new CountDownLatch(1);

  WorkerLoop(
      String group,
      Consumer<String, byte[]> consumer,
      List<TopicHandler<?>> handlers,
      boolean batches,
      RetryPolicy retries,
      EventProducer deadLetters) {
    this.group = group;
    this.consumer = consumer;
    this.handlers =
        handlers.stream()
            .collect(Collectors.toMap(one -> one.topic().kafkaName(), Function.identity()));
    this.batches = batches;
    this.retries = retries;
    this.deadLetters = deadLetters;
  }

  /// Asks the loop to end after the record in hand. From any thread.
  void stop() {
    closing.countDown();
    consumer.wakeup();
  }

  @Override
  public void run() {
    try (consumer) {
      while (!isClosing()) {
        step();
      }
    } catch (InterruptedException | InterruptException _) {
      LOG.debug("worker interrupted group={}", group);
    } catch (WakeupException _) {
      LOG.debug("worker woken to close group={}", group);
    } finally {
      LOG.info("worker ended group={}", group);
    }
  }

  private void step() throws InterruptedException {
    Map<TopicPartition, Long> unhandled = new HashMap<>();
    try {
      ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        unhandled.put(partition, records.records(partition).getFirst().offset());
      }
      for (TopicPartition partition : records.partitions()) {
        handlePartition(partition, records.records(partition), unhandled);
      }
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException | UndeliveredEventException e) {
      LOG.warn("worker must read again group={} reason={}", group, e.getMessage());
      rewind(unhandled);
      pause(PAUSE_AFTER_KAFKA_FAILURE);
    }
  }

  private void handlePartition(
      TopicPartition partition,
      List<ConsumerRecord<String, byte[]>> records,
      Map<TopicPartition, Long> unhandled)
      throws InterruptedException, UndeliveredEventException {
    int size = batches ? records.size() : 1;
    for (int start = 0; start < records.size(); start += size) {
      if (isClosing()) {
        return;
      }
      List<ConsumerRecord<String, byte[]>> chunk = records.subList(start, start + size);
      handleChunk(Objects.requireNonNull(handlers.get(partition.topic())), chunk);
      long next = chunk.getLast().offset() + 1;
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
      unhandled.put(partition, next);
    }
  }

  private <E extends Event> void handleChunk(
      TopicHandler<E> topic, List<ConsumerRecord<String, byte[]>> records)
      throws InterruptedException, UndeliveredEventException {
    List<Delivery<E>> deliveries = new ArrayList<>(records.size());
    for (ConsumerRecord<String, byte[]> record : records) {
      if (record.value() == null) {
        // A tombstone: the key is gone from a compacted topic, nothing is asked of anybody.
        continue;
      }
      try {
        deliveries.add(
            new Delivery<>(
                record, EventDeserializer.decode(topic.topic(), record.headers(), record.value())));
      } catch (MalformedJsonException e) {
        bury(record, record.value(), e);
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
      bury(delivery.record(), EventCodec.encodeStructured(delivery.event()), reason);
    }
  }

  private <E extends Event> Attempted attempt(TopicHandler<E> topic, List<Delivery<E>> deliveries)
      throws InterruptedException {
    List<StampedEvent<E>> events = deliveries.stream().map(Delivery::event).toList();
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
        LOG.warn(
            "handling failed group={} type={} key={} attempt={} of={}",
            group,
            events.getFirst().event().type(),
            events.getFirst().event().key(),
            attempt,
            retries.maxAttempts(),
            e);
        if (attempt == retries.maxAttempts()) {
          return new Failed(e);
        }
      }
      pause(retries.delayAfter(attempt, random));
      if (isClosing()) {
        throw new InterruptedException("closed while waiting to try again");
      }
    }
  }

  private void bury(ConsumerRecord<String, byte[]> record, byte[] data, Exception reason)
      throws UndeliveredEventException {
    DeadLetter letter = DeadLetters.letter(record, data, group, reason);
    deadLetters.send(letter);
    LOG.error(
        "dead letter group={} topic={} key={} partition={} offset={} reason={}",
        group,
        letter.originalTopic(),
        letter.originalKey(),
        record.partition(),
        record.offset(),
        letter.reason());
  }

  /// Goes back, so that nothing of the failed poll is skipped. Partitions that the group has given
  /// to somebody else begin there at what was committed.
  private void rewind(Map<TopicPartition, Long> unhandled) {
    unhandled.forEach(
        (partition, offset) -> {
          if (consumer.assignment().contains(partition)) {
            consumer.seek(partition, offset);
          }
        });
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
