package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.testkit.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class KafkaBrokerTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CONTROLLER = "org.apache.kafka.controller.ReplicationControlManager";

  /// There are so many producers that some transaction is between its order to commit and its
  /// markers at any time. A broker that begins as the leader that it was, until its session has
  /// timed out, loses such markers, but not every time: so neither may be.
  @Test
  void givenBrokerKilledAmidTransactions_whenStartedAgain_thenNoneIsLeftOpen(
      @TempDir Path directory) throws Exception {
    Path data = directory.resolve("kafka");
    Path started = directory.resolve("started");
    Process process =
        JavaProcess.of(
                List.of("-Xmx256m"),
                TransactionsUntilKilled.class.getName(),
                List.of(data.toString(), started.toString()))
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      await().atMost(LIMIT).until(() -> Files.exists(started));
    } finally {
      process.destroyForcibly().onExit().join();
    }

    var said = new ListAppender<ILoggingEvent>();
    var controller = (Logger) LoggerFactory.getLogger(CONTROLLER);
    said.start();
    controller.addAppender(said);
    controller.setLevel(Level.INFO);
    try (KafkaBroker broker = KafkaBroker.start(data);
        Admin admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      // Ends what its producer had not ordered to be committed.
      for (int i = 0; i < TransactionsUntilKilled.PRODUCERS; i++) {
        TransactionsUntilKilled.producer(broker.bootstrapServers(), i).close();
      }

      Map<TopicPartition, Long> all = offsets(admin, IsolationLevel.READ_UNCOMMITTED);
      assertThat(all.values()).allMatch(end -> end > 0);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(offsets(admin, IsolationLevel.READ_COMMITTED)).isEqualTo(all));
    } finally {
      controller.detachAppender(said);
      controller.setLevel(null);
    }
    assertThat(said.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(message -> message.contains("session has timed out"));
  }

  /// Up to where who reads so may read.
  private static Map<TopicPartition, Long> offsets(Admin admin, IsolationLevel level)
      throws Exception {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, TransactionsUntilKilled.PARTITIONS)
            .mapToObj(number -> new TopicPartition(TransactionsUntilKilled.TOPIC, number))
            .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin.listOffsets(latest, new ListOffsetsOptions(level)).all().get();
    return found.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }
}
