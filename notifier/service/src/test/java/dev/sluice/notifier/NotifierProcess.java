package dev.sluice.notifier;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.Surroundings;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A notifier in a process of its own, so that a test can kill it.
final class NotifierProcess {
  private NotifierProcess() {}

  /// @param arguments Kafka's address and the state directory
  public static void main(String[] arguments) throws Exception {
    var kafka = new KafkaConnection(arguments[0]);
    try (var _ = Notifier.start(kafka, Path.of(arguments[1]), 1, Surroundings.quiet())) {
      new CountDownLatch(1).await();
    }
  }
}
