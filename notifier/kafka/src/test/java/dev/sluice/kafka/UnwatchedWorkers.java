package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;
import dev.sluice.program.Surroundings;
import dev.sluice.program.retry.RetryPolicy;
import java.util.List;

/// Workers of tests that look at neither health nor meters.
final class UnwatchedWorkers {
  private UnwatchedWorkers() {}

  static <E extends Event> EventWorker start(
      KafkaConnection connection,
      String group,
      Topic<E> topic,
      EventHandler<E> handler,
      RetryPolicy retries,
      EventProducer deadLetters) {
    return EventWorker.start(setup(connection, group, retries, deadLetters), topic, handler);
  }

  static EventWorker startBatches(
      KafkaConnection connection,
      String group,
      List<TopicHandler<?>> handlers,
      RetryPolicy retries,
      EventProducer deadLetters) {
    return EventWorker.startBatches(setup(connection, group, retries, deadLetters), handlers);
  }

  private static WorkerSetup setup(
      KafkaConnection connection, String group, RetryPolicy retries, EventProducer deadLetters) {
    return new WorkerSetup(connection, group, retries, deadLetters, Surroundings.quiet());
  }
}
