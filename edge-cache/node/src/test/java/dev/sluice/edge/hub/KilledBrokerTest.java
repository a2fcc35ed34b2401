package dev.sluice.edge.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the broker's disk holds: little when it is new, and everything acknowledged after a kill.
@Timeout(120)
class KilledBrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long MAX_EMPTY_BYTES = 2_000_000;
  private static final String CONFIRMATION = "sluice/device/device-1/confirmation";
  private static final List<String> ANNOUNCED =
      IntStream.range(0, 20).mapToObj(i -> "sluice/announce/p" + i + "/canary").toList();
  private static final List<String> OUTCOMES =
      IntStream.range(0, 300).mapToObj(i -> "outcome " + i).toList();

  @TempDir Path directory;

  @Test
  void givenBrokerKilledOutright_whenStartedAgain_thenRetainedAndQueuedMessagesAreThere()
      throws Exception {
    var principals = directory.resolve("principals.jsonl");
    Hubs.enter(principals, "device-1", "device");
    Hubs.enter(principals, "bridge-1", "bridge");
    var process = BrokerProcess.start(directory, principals);
    try {
      var port = awaitPort();
      assertThat(sizeOf(directory.resolve("broker"))).isLessThan(MAX_EMPTY_BYTES);
      fill(port);
    } finally {
      process.destroyForcibly().waitFor();
    }

    try (var broker = Broker.start(Hubs.config(directory.resolve("broker"), 0, principals));
        var device = TestClient.connected(broker.port(), "device-1", "sluice/announce/#");
        var bridge = TestClient.connected(broker.port(), "bridge-1")) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(bridge.receivedOn(CONFIRMATION)).containsExactlyElementsOf(OUTCOMES);
                for (var topic : ANNOUNCED) {
                  assertThat(device.receivedOn(topic)).containsExactly("wave of " + topic);
                }
              });
    }
  }

  /// The bridge leaves a session behind, for which the device's messages queue.
  private static void fill(int port) {
    try (var bridge = TestClient.connected(port, "bridge-1", CONFIRMATION)) {
      for (var topic : ANNOUNCED) {
        bridge.publish(topic, ("wave of " + topic).getBytes(UTF_8), true);
      }
    }
    try (var device = TestClient.connected(port, "device-1")) {
      OUTCOMES.forEach(outcome -> device.publish(CONFIRMATION, outcome));
    }
  }

  private int awaitPort() throws IOException {
    var file = directory.resolve("port");
    await().atMost(PATIENCE).until(() -> Files.exists(file));
    return Integer.parseInt(Files.readString(file));
  }

  private static long sizeOf(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(KilledBrokerTest::lengthOf).sum();
    }
  }

  private static long lengthOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
