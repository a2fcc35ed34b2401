package dev.sluice.notifier.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.Topic;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.exit.CannotStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InternalTopicsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void givenTopicsOfANotifier_whenTheDevicesGetMorePartitions_thenItDoesNotStart(
      @TempDir Path directory) throws Exception {
    try (var broker = InProcessBroker.start(directory)) {
      Topics.ensure(broker.connection(), 2);
      assertThat(InternalTopics.ensure(broker.connection())).isEqualTo(2);
      assertThat(InternalTopics.ensure(broker.connection())).isEqualTo(2);

      try (var admin = Admin.create(broker.connection().toProperties())) {
        var more = Map.of(Topic.DEVICE_REPORTS.kafkaName(), NewPartitions.increaseTo(3));
        var _ = admin.createPartitions(more).all().get();
      }

      // Brokers learn of it a little later.
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> InternalTopics.ensure(broker.connection()))
                      .isInstanceOf(CannotStartException.class)
                      .hasMessageContaining("expected 3 partitions")
                      .hasMessageContaining("got 2"));
    }
  }
}
