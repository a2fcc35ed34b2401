package dev.sluice.edge.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One broker with messages on its disk, and another that starts in the same process while the
/// first is at work.
@Timeout(60)
class BrokersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final List<String> RINGS = List.of("canary", "early", "broad");

  @TempDir static Path directory;
  private static Broker older;
  private static Broker younger;

  @BeforeAll
  static void start() throws IOException {
    var principals = directory.resolve("principals.jsonl");
    for (var id : List.of("device-1", "device-2")) {
      Hubs.enter(principals, id, "device");
    }
    Hubs.enter(principals, "bridge-1", "bridge");
    older = Broker.start(Hubs.config(directory.resolve("older"), 0, principals));
    TestClient.connected(older.port(), "device-1", "sluice/announce/#").close();
    announce("before");
    younger = Broker.start(Hubs.config(directory.resolve("younger"), 0, principals));
    announce("after");
  }

  @AfterAll
  static void stop() {
    younger.close();
    older.close();
  }

  @Test
  void givenRetainedMessages_whenAnotherBrokerHasStarted_thenLaterOnesKeepTheirOwnContent() {
    try (var device = TestClient.connected(older.port(), "device-2", "sluice/announce/#")) {
      for (var time : List.of("before", "after")) {
        for (var ring : RINGS) {
          await()
              .atMost(PATIENCE)
              .untilAsserted(
                  () ->
                      assertThat(device.receivedOn(topic(time, ring)))
                          .containsExactly(payload(time, ring)));
        }
      }
    }
  }

  @Test
  void givenSessionWithAQueue_whenAnotherBrokerHasStarted_thenTheQueueKeepsAllAndTheSessionHears() {
    try (var device = TestClient.connected(older.port(), "device-1")) {
      for (var time : List.of("before", "after")) {
        for (var ring : RINGS) {
          await()
              .atMost(PATIENCE)
              .untilAsserted(
                  () ->
                      assertThat(device.receivedOn(topic(time, ring)))
                          .containsExactly(payload(time, ring)));
        }
      }

      announce("now");

      await()
          .atMost(PATIENCE)
          .until(() -> !device.receivedOn(topic("now", RINGS.getLast())).isEmpty());
    }
  }

  private static void announce(String time) {
    try (var bridge = TestClient.connected(older.port(), "bridge-1")) {
      for (var ring : RINGS) {
        bridge.publish(topic(time, ring), payload(time, ring).getBytes(UTF_8), true);
      }
    }
  }

  private static String topic(String time, String ring) {
    return "sluice/announce/" + time + "/" + ring;
  }

  private static String payload(String time, String ring) {
    return ring + " " + time;
  }
}
