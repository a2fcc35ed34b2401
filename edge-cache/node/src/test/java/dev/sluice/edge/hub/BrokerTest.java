package dev.sluice.edge.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir static Path directory;
  private static Path principals;
  private static Broker broker;

  @BeforeAll
  static void start() throws IOException {
    principals = directory.resolve("principals.jsonl");
    for (var id : List.of("device-1", "device-2")) {
      Hubs.enter(principals, id, "device");
    }
    Hubs.enter(principals, "bridge-1", "bridge");
    broker = Broker.start(Hubs.config(directory.resolve("broker"), 0, principals));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void givenPortZero_whenStarted_thenTheBrokerHoldsThePortThatItNames() {
    assertThat(broker.port()).isPositive();
    assertThatThrownBy(
            () -> new ServerSocket(broker.port(), 1, InetAddress.getLoopbackAddress()).close())
        .isInstanceOf(BindException.class);
    // No port stands in its configuration that could have been taken by somebody else meanwhile.
    assertThat(directory.resolve("broker/conf/config.xml")).content().contains("<port>0</port>");
  }

  @Test
  void givenClientsThatWantTheirSessionsForEver_whenConnected_thenTheBrokersOwnLimitCounts() {
    Mqtt3Client old =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier("device-2")
            .serverHost("127.0.0.1")
            .serverPort(broker.port())
            .simpleAuth()
            .username("device-2")
            .password("secret of device-2".getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .build();
    var _ = old.toBlocking().connectWith().cleanSession(false).send();
    try (var _ = TestClient.connected(broker.port(), "device-1")) {
      old.toBlocking().disconnect();

      assertThat(broker.sessions())
          .containsEntry("device-1", BrokerConfig.SESSION_EXPIRY.toSeconds())
          .containsEntry("device-2", BrokerConfig.SESSION_EXPIRY.toSeconds());
    }
  }

  @Test
  void givenDeviceThatLeftThePrincipals_whenSessionsAreLookedAtTwice_thenItsOwnIsGone()
      throws IOException {
    var before = Files.readString(principals);
    Hubs.enter(principals, "device-gone", "device");
    TestClient.connected(broker.port(), "device-gone").close();
    TestClient.connected(broker.port(), "device-1").close();
    assertThat(broker.sessions()).containsKeys("device-gone", "device-1");
    Files.writeString(principals, before);

    broker.sweepSessions();
    assertThat(broker.sessions()).containsKey("device-gone");
    broker.sweepSessions();

    assertThat(broker.sessions()).doesNotContainKey("device-gone").containsKey("device-1");
  }

  @Test
  void givenWrongSecretUnknownNameOrOtherClientId_whenConnecting_thenIsRefused() {
    for (var client :
        List.of(
            new TestClient(broker.port(), "device-1", "device-1", "guess"),
            new TestClient(broker.port(), "nobody", "nobody", "secret of nobody"),
            new TestClient(broker.port(), "device-1", "device-2", "secret of device-1"))) {
      assertThatThrownBy(client::connect)
          .isInstanceOf(Mqtt5ConnAckException.class)
          .hasMessageContaining("BAD_USER_NAME_OR_PASSWORD");
    }
  }

  @Test
  void givenDevice_whenSubscribingToAnothersTopics_thenIsRefused() {
    try (var device = TestClient.connected(broker.port(), "device-1")) {
      for (var filter :
          List.of(
              "sluice/device/device-2/assignment",
              "sluice/device/+/assignment",
              "sluice/device/device-1/confirmation",
              "sluice/device/+/confirmation",
              "#")) {
        assertThatThrownBy(() -> device.subscribe(filter))
            .as(filter)
            .isInstanceOf(Mqtt5SubAckException.class);
      }
      device.subscribe("sluice/device/device-1/assignment");
      device.subscribe("sluice/announce/#");
    }
  }

  @Test
  void givenDevice_whenPublishingForAnother_thenNobodyReceivesIt() {
    try (var bridge =
        TestClient.connected(broker.port(), "bridge-1", "sluice/device/+/confirmation")) {
      for (var topic :
          List.of(
              "sluice/device/device-2/confirmation",
              "sluice/announce/p/canary",
              "sluice/node/device-1/report",
              "sluice/device/device-1/assignment")) {
        // A connection each: the broker ends one that oversteps.
        try (var device = TestClient.connected(broker.port(), "device-1")) {
          assertThatThrownBy(() -> device.publish(topic, "forged")).as(topic).isNotNull();
        }
      }
      try (var device = TestClient.connected(broker.port(), "device-1")) {
        device.publish("sluice/device/device-1/confirmation", "own");
        await()
            .atMost(PATIENCE)
            .until(() -> !bridge.receivedOn("sluice/device/device-1/confirmation").isEmpty());
      }

      assertThat(bridge.receivedOn("sluice/device/device-1/confirmation")).contains("own");
      assertThat(bridge.receivedOn("sluice/device/device-2/confirmation")).isEmpty();
    }
  }

  @Test
  void givenRetainedAnnouncement_whenADeviceConnectsLater_thenGetsItAtOnce() {
    try (var bridge = TestClient.connected(broker.port(), "bridge-1")) {
      bridge.publish("sluice/announce/p/early", "wave".getBytes(StandardCharsets.UTF_8), true);
    }

    try (var device = TestClient.connected(broker.port(), "device-1", "sluice/announce/#")) {
      await()
          .atMost(PATIENCE)
          .until(() -> device.receivedOn("sluice/announce/p/early").contains("wave"));
    }
  }

  @Test
  void givenOversizedMessage_whenPublished_thenIsRefused() {
    try (var device = TestClient.connected(broker.port(), "device-2")) {
      var payload = "x".repeat(Broker.MAX_MESSAGE_BYTES + 1);

      assertThatThrownBy(() -> device.publish("sluice/device/device-2/report", payload))
          .isNotNull();
    }
  }

  @Test
  void givenNewPrincipal_whenTheFileChanges_thenIsLetIn() throws IOException {
    Hubs.enter(principals, "device-3", "device");

    try (var device = TestClient.connected(broker.port(), "device-3")) {
      device.publish("sluice/device/device-3/report", "hello");
    }
  }

  @Test
  void givenMalformedLine_whenTheFileChanges_thenThoseReadBeforeStay() throws IOException {
    var file = directory.resolve("other.jsonl");
    Hubs.enter(file, "device-1", "device");
    var read = new PrincipalsFile(file);
    assertThat(read.find("device-1")).isPresent();

    Files.writeString(file, "{\"id\":\"x\",\"kind\":\"king\"}\n", StandardOpenOption.APPEND);

    assertThat(read.find("device-1")).isPresent();
    assertThat(read.find("x")).isEmpty();
    Files.delete(file);
    assertThat(read.find("device-1")).isEmpty();
  }

  @Test
  void givenPortInUse_whenStarting_thenSaysSo() {
    assertThatThrownBy(
            () -> Broker.start(Hubs.config(directory.resolve("b2"), broker.port(), principals)))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("MQTT port " + broker.port())
        .hasMessageContaining("choose another mqtt.port");
  }
}
