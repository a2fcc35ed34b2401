package dev.sluice.kafka;

import dev.sluice.program.admin.Health;
import dev.sluice.program.retry.RetryPolicy;
import java.time.Duration;
import java.util.Collection;
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
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
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
/// letter is safe. A partition whose records need a peer that is unavailable is paused, and tried
/// again after each pause for as long as it takes, while the loop keeps polling: so the member
/// stays in its group, and the other partitions go on.
final class WorkerLoop implements Runnable, ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

  private final String group;
  private final Consumer<String, byte[]> consumer;
  private final Map<String, TopicHandler<?>> handlers;
  private final boolean batches;
  private final RetryPolicy retries;
  private final RecordHandling handling;
  private final Health.Check check;
  private final WorkerMeters meters;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final HeldPartitions held;

  /// Failures of Kafka itself in a row.
  private int kafkaFailures;

  WorkerLoop(
      WorkerSetup setup,
      Consumer<String, byte[]> consumer,
      List<TopicHandler<?>> handlers,
      boolean batches,
      Health.Check check,
      WorkerMeters meters) {
    this.group = setup.group();
    this.consumer = consumer;
    this.handlers =
        handlers.stream()
            .collect(Collectors.toMap(one -> one.topic().kafkaName(), Function.identity()));
    this.batches = batches;
    this.retries = setup.retries();
    this.handling = new RecordHandling(setup, meters, closing);
    this.check = check;
    this.meters = meters;
    this.held = new HeldPartitions(retries, random, System::nanoTime);
  }

  /// Asks the loop to end after the record in hand. From any thread.
  void stop() {
    closing.countDown();
    consumer.wakeup();
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(handlers.keySet(), this);
      while (!isClosing()) {
        step();
      }
    } catch (InterruptedException | InterruptException _) {
      LOG.atDebug().addKeyValue("group", group).log("worker interrupted");
    } catch (WakeupException _) {
      LOG.atDebug().addKeyValue("group", group).log("worker woken to close");
    } finally {
      if (!isClosing()) {
        check.failed("the worker has ended by itself; restart the program and report its log");
      }
      LOG.atInfo().addKeyValue("group", group).log("worker ended");
    }
  }

  private void step() throws InterruptedException {
    Map<TopicPartition, Long> unhandled = new HashMap<>();
    try {
      consumer.resume(held.due().stream().filter(consumer.assignment()::contains).toList());
      ConsumerRecords<String, byte[]> records =
          consumer.poll(held.untilNext(KafkaConnection.MEMBER_WAIT));
      for (TopicPartition partition : records.partitions()) {
        unhandled.put(partition, records.records(partition).getFirst().offset());
      }
      for (TopicPartition partition : records.partitions()) {
        handlePartition(partition, records.records(partition), unhandled);
      }
      kafkaFailures = 0;
      tellHealth();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException | UndeliveredEventException e) {
      rewind(unhandled);
      kafkaFailed(e);
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
      try {
        handling.handle(Objects.requireNonNull(handlers.get(partition.topic())), chunk);
      } catch (PeerAwayException e) {
        hold(partition, chunk.getFirst().offset(), e);
        unhandled.remove(partition);
        return;
      }
      long next = chunk.getLast().offset() + 1;
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
      unhandled.put(partition, next);
      meters.handled(chunk.size());
      release(partition);
    }
  }

  private void hold(TopicPartition partition, long offset, PeerAwayException failure) {
    consumer.seek(partition, offset);
    consumer.pause(List.of(partition));
    HeldPartitions.Held now = held.hold(partition, reasonOf(failure));
    meters.unavailable();
    tellHealth();
    (now.isLoud() ? LOG.atWarn() : LOG.atDebug())
        .addKeyValue("group", group)
        .addKeyValue("partition", partition)
        .addKeyValue("offset", offset)
        .addKeyValue("failures", now.failures())
        .addKeyValue("reason", reasonOf(failure))
        .log("partition held, a peer is unavailable");
  }

  private void release(TopicPartition partition) {
    held.release(partition)
        .ifPresent(
            before ->
                LOG.atInfo()
                    .addKeyValue("group", group)
                    .addKeyValue("partition", partition)
                    .addKeyValue("failures", before.failures())
                    .log("partition goes on"));
  }

  private static String reasonOf(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  private void tellHealth() {
    meters.held(held.size());
    held.describe().ifPresentOrElse(check::waiting, check::ok);
  }

  private void kafkaFailed(Exception failure) throws InterruptedException {
    kafkaFailures++;
    String reason = reasonOf(failure);
    check.waiting("Kafka does not serve since %d attempts: %s".formatted(kafkaFailures, reason));
    meters.unavailable();
    (Integer.bitCount(kafkaFailures) == 1 ? LOG.atWarn() : LOG.atDebug())
        .addKeyValue("group", group)
        .addKeyValue("failures", kafkaFailures)
        .addKeyValue("reason", reason)
        .log("worker must read again");
    pause(retries.delayAfter(kafkaFailures, random));
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

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    held.forget(partitions);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    held.forget(partitions);
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause(Duration delay) throws InterruptedException {
    var _ = closing.await(delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
