package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows somebody every event of some topics, from the beginning and then as they come.
///
/// It is in no group and commits nothing: each follower sees everything, and a restarted one begins
/// anew. What cannot be decoded is logged and left out; whoever has to handle it makes it a dead
/// letter.
public final class EventFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
  /// How long one look for events lasts when none come.
  private static final Duration POLL = Duration.ofSeconds(5);

  /// The same until the events that were there at the start are shown.
  private static final Duration SHORT_POLL = Duration.ofMillis(100);

  private static final Duration PAUSE_AFTER_KAFKA_FAILURE = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, TopicWatcher<?>> watchers;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /// Where the partitions ended at the start.
  private final Map<TopicPartition, Long> ends;

  private final CountDownLatch caughtUp = new CountDownLatch(1);

  private EventFollower(
      KafkaConsumer<String, byte[]> consumer,
      Map<TopicPartition, Long> ends,
      List<TopicWatcher<?>> watchers) {
    this.consumer = consumer;
    this.ends = ends;
    this.watchers =
        watchers.stream()
            .collect(Collectors.toMap(one -> one.topic().kafkaName(), Function.identity()));
    this.thread =
        Thread.ofPlatform()
            .name("sluice-follower")
            .daemon()
            .uncaughtExceptionHandler((_, e) -> LOG.error("follower died", e))
            .unstarted(this::run);
  }

  /// Starts a follower of one topic, as [#start(KafkaConnection, List)].
  public static <E extends Event> EventFollower start(
      KafkaConnection connection, Topic<E> topic, Consumer<? super StampedEvent<E>> watcher) {
    return start(connection, List.of(new TopicWatcher<>(topic, watcher)));
  }

  /// Starts a follower that sees only what comes from now on.
  ///
  /// @param watcher as in [#start(KafkaConnection, List)]
  /// @throws KafkaException if Kafka does not answer
  /// @throws IllegalStateException if the topic does not exist
  public static <E extends Event> EventFollower startAtEnd(
      KafkaConnection connection, Topic<E> topic, Consumer<? super StampedEvent<E>> watcher) {
    return start(connection, List.of(new TopicWatcher<>(topic, watcher)), EventFollower::seekToEnd);
  }

  /// Starts a follower.
  ///
  /// @param watchers are called on the follower's own thread, one event at a time, in order within
  ///     each partition; one for each topic
  /// @throws KafkaException if Kafka does not answer
  /// @throws IllegalStateException if a topic does not exist; [Topics#ensure(KafkaConnection, int)]
  ///     comes first
  public static EventFollower start(KafkaConnection connection, List<TopicWatcher<?>> watchers) {
    return start(connection, watchers, KafkaConsumer::seekToBeginning);
  }

  private static void seekToEnd(
      KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
    consumer.seekToEnd(partitions);
    // Kafka looks for the end when it is first needed; it is needed as it is now.
    partitions.forEach(consumer::position);
  }

  private static EventFollower start(
      KafkaConnection connection,
      List<TopicWatcher<?>> watchers,
      BiConsumer<KafkaConsumer<String, byte[]>, List<TopicPartition>> seek) {
    KafkaConsumer<String, byte[]> consumer = Consumers.alone(connection);
    try {
      List<TopicPartition> partitions = partitions(consumer, watchers);
      consumer.assign(partitions);
      seek.accept(consumer, partitions);
      var follower = new EventFollower(consumer, consumer.endOffsets(partitions), watchers);
      follower.thread.start();
      return follower;
    } catch (KafkaException | IllegalStateException e) {
      consumer.close();
      throw e;
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, byte[]> consumer, List<TopicWatcher<?>> watchers) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicWatcher<?> watcher : watchers) {
      var infos = consumer.partitionsFor(watcher.topic().kafkaName());
      if (infos == null || infos.isEmpty()) {
        throw new IllegalStateException("expected topic " + watcher.topic() + ", got none");
      }
      infos.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    return List.copyOf(partitions);
  }

  /// Waits until the watcher has seen everything that was in the topics when the follower started.
  ///
  /// @return whether it has; false after `limit`, or if the follower has ended
  /// @throws InterruptedException if the calling thread is interrupted
  public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    // In steps, so that a follower that ends meanwhile is noticed.
    while (thread.isAlive() && System.nanoTime() < deadline) {
      long left = Math.min(deadline - System.nanoTime(), SHORT_POLL.toNanos());
      if (caughtUp.await(left, TimeUnit.NANOSECONDS)) {
        return true;
      }
    }
    return isCaughtUp();
  }

  private boolean isCaughtUp() {
    return caughtUp.getCount() == 0;
  }

  /// Whether the follower's thread lives.
  public boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    try {
      try {
        while (closing.getCount() > 0) {
          step();
        }
      } finally {
        // It has nothing to tell the broker, which may hold its last request for long.
        consumer.close(CloseOptions.timeout(Duration.ZERO));
      }
    } catch (InterruptException | InterruptedException _) {
      LOG.debug("follower interrupted");
    }
  }

  private void step() throws InterruptedException {
    try {
      for (ConsumerRecord<String, byte[]> record :
          consumer.poll(isCaughtUp() ? POLL : SHORT_POLL)) {
        // A tombstone shows nothing.
        if (record.value() != null) {
          show(Objects.requireNonNull(watchers.get(record.topic())), record);
        }
      }
      if (!isCaughtUp() && isShown()) {
        caughtUp.countDown();
      }
    } catch (WakeupException _) {
      LOG.trace("somebody closes");
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("follower cannot read");
      var _ = closing.await(PAUSE_AFTER_KAFKA_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static <E extends Event> void show(
      TopicWatcher<E> watcher, ConsumerRecord<String, byte[]> record) {
    try {
      watcher
          .watcher()
          .accept(EventDeserializer.decode(watcher.topic(), record.headers(), record.value()));
    } catch (MalformedJsonException e) {
      LOG.atWarn()
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .addKeyValue("reason", e.getMessage())
          .log("record left out");
    }
  }

  private boolean isShown() {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /// Ends the follower; its watcher is not called afterwards.
  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      if (!thread.join(CLOSE_LIMIT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
