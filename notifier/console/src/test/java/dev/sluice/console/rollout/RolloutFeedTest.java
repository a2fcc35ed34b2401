package dev.sluice.console.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.stream.EventSink;
import dev.sluice.api.stream.ServerEvent;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.release.ReleaseId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutFeedTest {
  private final Queue<ServerEvent> seen = new ConcurrentLinkedQueue<>();

  @Test
  void givenTopicWithAPast_whenFollowed_thenOnlyWhatComesAfterwards(@TempDir Path directory)
      throws Exception {
    try (var kafka = InProcessBroker.start(directory)) {
      Topics.ensure(kafka.connection(), 2);
      try (var producer = new EventProducer(kafka.connection(), "test", InstantSource.system())) {
        producer.send(new RolloutChanged(snapshot("admitting"), "past", ""));
        try (var feed = RolloutFeed.start(kafka.connection());
            var _ = feed.open(sink())) {
          producer.send(new RolloutChanged(snapshot("halted"), "now", ""));

          await().atMost(Duration.ofSeconds(20)).until(() -> !seen.isEmpty());
          assertThat(seen)
              .containsExactly(
                  new ServerEvent(
                      "rollout.changed",
                      new RolloutFeed.Change("now", "", RolloutAnswer.of(snapshot("halted")))));
        }
      }
    }
  }

  private EventSink sink() {
    return new EventSink() {
      @Override
      public boolean offer(ServerEvent event) {
        return seen.add(event);
      }

      @Override
      public void end() {
        seen.clear();
      }
    };
  }

  private static RolloutSnapshot snapshot(String state) {
    return new RolloutSnapshot(
        RolloutId.parse("demo/1"),
        ReleaseId.parse("demo/1.0"),
        1,
        state,
        "",
        Instant.parse("2026-11-21T10:00:00Z"),
        List.of());
  }
}
