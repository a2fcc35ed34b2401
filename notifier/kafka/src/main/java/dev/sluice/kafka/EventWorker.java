package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles the events of some topics at least once, each group member a share of the partitions.
///
/// A handler that fails is tried again under a [RetryPolicy]; what still fails becomes a dead
/// letter, and so does at once what cannot be decoded. Events of one partition are handled in
/// order, one after the other, on the worker's own thread. An event counts as handled when its
/// handler has returned; a crash before the commit that follows brings it again.
public final class EventWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventWorker.class);

  /// How many records one poll may bring: enough to share one signature among those that wait.
  private static final int MAX_RECORDS = 100;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final WorkerLoop loop;
  private final Thread thread;

  private EventWorker(WorkerLoop loop, String group) {
    this.loop = loop;
    this.thread =
        Thread.ofPlatform()
            .name("sluice-worker-" + group)
            .daemon()
            .uncaughtExceptionHandler(
                (_, e) -> LOG.atError().addKeyValue("group", group).setCause(e).log("worker died"))
            .unstarted(loop);
  }

  /// Starts a worker that handles events one by one.
  ///
  /// @param group members with the same name share the work, and a restarted one carries on
  /// @param deadLetters sends the dead letters; the caller closes it, after the worker
  public static <E extends Event> EventWorker start(
      KafkaConnection connection,
      String group,
      Topic<E> topic,
      EventHandler<E> handler,
      RetryPolicy retries,
      EventProducer deadLetters) {
    EventBatchHandler<E> single = events -> handler.handle(events.getFirst());
    List<TopicHandler<?>> handlers = List.of(new TopicHandler<>(topic, single));
    return start(connection, group, handlers, false, retries, deadLetters);
  }

  /// Starts a worker that hands over together what waits in one partition, and so never events of
  /// two topics.
  ///
  /// @param handlers one for each topic
  /// @param group members with the same name share the work, and a restarted one carries on
  /// @param deadLetters sends the dead letters; the caller closes it, after the worker
  public static EventWorker startBatches(
      KafkaConnection connection,
      String group,
      List<TopicHandler<?>> handlers,
      RetryPolicy retries,
      EventProducer deadLetters) {
    return start(connection, group, handlers, true, retries, deadLetters);
  }

  private static EventWorker start(
      KafkaConnection connection,
      String group,
      List<TopicHandler<?>> handlers,
      boolean batches,
      RetryPolicy retries,
      EventProducer deadLetters) {
    var consumer = Consumers.inGroup(connection, group, MAX_RECORDS);
    List<String> names = handlers.stream().map(handler -> handler.topic().kafkaName()).toList();
    consumer.subscribe(names);
    var worker =
        new EventWorker(
            new WorkerLoop(group, consumer, handlers, batches, retries, deadLetters), group);
    worker.thread.start();
    LOG.atInfo().addKeyValue("group", group).addKeyValue("topics", names).log("worker started");
    return worker;
  }

  /// Whether the worker's thread lives. It ends on [#close()] or with an error that nobody could
  /// handle.
  public boolean isRunning() {
    return thread.isAlive();
  }

  /// Leaves the group after the event in hand; a handler that takes longer than 10 s is
  /// interrupted, and its event comes again to the next worker.
  @Override
  public void close() {
    loop.stop();
    try {
      if (!thread.join(CLOSE_LIMIT)) {
        thread.interrupt();
        if (!thread.join(CLOSE_LIMIT)) {
          LOG.atError().addKeyValue("thread", thread.getName()).log("worker does not end");
        }
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
