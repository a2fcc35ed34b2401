package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.retry.RetryPolicy;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles the events of some topics at least once, each group member a share of the partitions.
///
/// A handler that fails is tried again under a [RetryPolicy]; what still fails becomes a dead
/// letter, and so does at once what cannot be decoded. A failure of a peer
/// ([dev.sluice.program.retry.Unavailable], or one of the JDK's connection failures as a cause) is
/// no reason for a letter: the partition is held, with health and meters saying so, and the same
/// events are tried again for as long as it takes. Events of one partition are handled in
/// order, one after the other, on the worker's own thread. An event counts as handled when its
/// handler has returned; a crash before the commit that follows brings it again.
public final class EventWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventWorker.class);

  /// How many records one poll may bring: enough to share one signature among those that wait.
  private static final int MAX_RECORDS = 100;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final WorkerLoop loop;
  private final Thread thread;
  private final Runnable afterwards;

  private EventWorker(WorkerLoop loop, String group, Runnable afterwards) {
    this.loop = loop;
    this.afterwards = afterwards;
    this.thread =
        Thread.ofPlatform()
            .name("sluice-worker-" + group)
            .daemon()
            .uncaughtExceptionHandler(
                (_, e) -> LOG.atError().addKeyValue("group", group).setCause(e).log("worker died"))
            .unstarted(loop);
  }

  /// Starts a worker that handles the events of one topic, one by one.
  public static <E extends Event> EventWorker start(
      WorkerSetup setup, Topic<E> topic, EventHandler<E> handler) {
    EventBatchHandler<E> single = events -> handler.handle(events.getFirst());
    return start(setup, List.of(new TopicHandler<>(topic, single)), false);
  }

  /// Starts a worker that handles the events of several topics, one by one.
  ///
  /// @param handlers one for each topic; each is handed single events
  public static EventWorker startEach(WorkerSetup setup, List<TopicHandler<?>> handlers) {
    return start(setup, handlers, false);
  }

  /// Starts a worker that hands over together what waits in one partition, and so never events of
  /// two topics.
  ///
  /// @param handlers one for each topic
  public static EventWorker startBatches(WorkerSetup setup, List<TopicHandler<?>> handlers) {
    return start(setup, handlers, true);
  }

  private static EventWorker start(
      WorkerSetup setup, List<TopicHandler<?>> handlers, boolean batches) {
    String group = setup.group();
    String checkName = "worker " + group;
    var consumer = Consumers.inGroup(setup.connection(), group, MAX_RECORDS);
    var ofClient = new KafkaClientMetrics(consumer);
    Surroundings around = setup.surroundings();
    ofClient.bindTo(around.meters());
    var meters = new WorkerMeters(around.meters(), group);
    Health.Check check = around.health().add(checkName);
    var loop = new WorkerLoop(setup, consumer, handlers, batches, check, meters);
    var worker =
        new EventWorker(
            loop,
            group,
            () -> {
              around.health().remove(checkName);
              ofClient.close();
              meters.close();
            });
    worker.thread.start();
    LOG.atInfo()
        .addKeyValue("group", group)
        .addKeyValue("topics", handlers.stream().map(TopicHandler::topic).toList())
        .log("worker started");
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
    afterwards.run();
  }
}
