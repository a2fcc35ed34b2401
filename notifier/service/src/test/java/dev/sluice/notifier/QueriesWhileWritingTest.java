package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.notifier.topology.NotifierQueries;
import dev.sluice.program.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker: questions that meet writes stop neither.
class QueriesWhileWritingTest {
  private static final int DEVICES = 5_000;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final List<TestDevice> devices =
      IntStream.range(0, DEVICES).mapToObj(i -> new TestDevice("device-" + i)).toList();

  @Test
  void givenManyQuestions_whenDevicesAreWritten_thenAllAreWritten(@TempDir Path directory)
      throws Exception {
    List<DeviceEnrolled> enrolments =
        devices.stream().map(device -> device.enrolment("canary")).toList();
    var done = new AtomicBoolean();
    try (var broker = InProcessBroker.start(directory.resolve("kafka"))) {
      Topics.ensure(broker.connection(), 1);
      try (var producer = new EventProducer(broker.connection(), "test", InstantSource.system());
          var notifier =
              Notifier.start(
                  broker.connection(), directory.resolve("state"), 1, Surroundings.quiet())) {
        assertThat(notifier.awaitRunning(LIMIT)).isTrue();
        Thread asking = Thread.ofPlatform().daemon().start(() -> ask(notifier.queries(), done));

        producer.sendAll(enrolments);

        await()
            .atMost(LIMIT)
            .until(
                () -> notifier.queries().devices("", "", DEVICES).size(), size -> size == DEVICES);
        done.set(true);
        assertThat(asking.join(LIMIT)).isTrue();
        assertThat(notifier.problem()).isEmpty();
      }
    }
  }

  private void ask(NotifierQueries queries, AtomicBoolean done) {
    for (int i = 0; !done.get(); i++) {
      try {
        var _ = queries.device(devices.get(i % DEVICES).id());
        var _ = queries.rollouts("", 1);
      } catch (IOException e) {
        throw new IllegalStateException("the notifier holds every partition", e);
      }
    }
  }
}
