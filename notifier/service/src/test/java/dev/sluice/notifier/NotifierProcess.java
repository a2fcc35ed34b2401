package dev.sluice.notifier;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.config.Policies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A notifier in a process of its own, so that a test can kill it.
final class NotifierProcess {
  private NotifierProcess() {}

  /// @param arguments Kafka's address and the state directory
  public static void main(String[] arguments) throws Exception {
    var config =
        NotifierConfig.of(new KafkaConnection(arguments[0]), Path.of(arguments[1]))
            .withPolicies(Policies.all(TestPolicies.quick(Duration.ZERO)));
    try (var _ = Notifier.start(config)) {
      new CountDownLatch(1).await();
    }
  }
}
