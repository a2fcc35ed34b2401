package dev.sluice.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.notifier.TestDevice;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.program.tls.Tls;
import dev.sluice.release.ReleaseId;
import dev.sluice.testkit.TestAuthority;
import dev.sluice.tuf.digest.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bridge and a broker that wants TLS, a client certificate and a password.
class SecureBridgeTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final TraceParent TRACE = new TraceParent("1".repeat(32), "2".repeat(16), true);
  private static final Map<String, String> PASSWORDS =
      Map.of("down", "secret-1", "confirmations", "secret-2", "reports", "secret-3", "device", "d");

  private final TestDevice device = new TestDevice("a");
  private final Queue<StampedEvent<?>> seen = new ConcurrentLinkedQueue<>();

  @Test
  void givenTlsBroker_whenEventsCross_thenIdAndTraceSurvive(@TempDir Path directory)
      throws Exception {
    var authority = TestAuthority.create(directory.resolve("certificates"), "authority");
    try (var kafka = InProcessBroker.start(directory.resolve("kafka"));
        var mqtt = SecuredMqtt.start(directory.resolve("mqtt"), authority, PASSWORDS)) {
      Topics.ensure(kafka.connection(), 1);
      try (var producer = new EventProducer(kafka.connection(), "test", InstantSource.system());
          var _ = EventFollower.start(kafka.connection(), Topic.CONFIRMATIONS, seen::add);
          var bridge = bridge(kafka.connection(), mqtt, mqtt.client(), "secret-1")) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(bridge.problem()).isEmpty());

        checkUp(mqtt.device());
        checkDown(producer, mqtt.device());
      }
    }
  }

  @Test
  void givenWrongPasswordOrNoCertificate_whenStarted_thenTheProblemIsTold(@TempDir Path directory)
      throws Exception {
    var authority = TestAuthority.create(directory.resolve("certificates"), "authority");
    var nowhere = new KafkaConnection("127.0.0.1:1");
    try (var mqtt = SecuredMqtt.start(directory.resolve("mqtt"), authority, PASSWORDS)) {
      try (var bridge = bridge(nowhere, mqtt, mqtt.client(), "wrong")) {
        await()
            .atMost(LIMIT)
            .untilAsserted(
                () -> assertThat(bridge.problem()).get().asString().contains("announcements"));
      }
      try (var bridge = bridge(nowhere, mqtt, mqtt.withoutKey(), "secret-1")) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(bridge.problem()).isPresent());
      }
    }
  }

  private void checkUp(Mqtt5BlockingClient client) {
    SignedConfirmation confirmation = device.confirm(1, Outcome.INSTALLED, 1);
    var stamped = new StampedEvent<>("of-the-device", "device-a", NOW, confirmation);
    var _ = client.connect();

    var _ =
        client
            .publishWith()
            .topic(MqttTopics.confirmation(device.id()))
            .qos(MqttQos.AT_LEAST_ONCE)
            .payload(EventCodec.encodeStructured(stamped))
            .userProperties()
            .add(TraceParent.NAME, TRACE.toString())
            .applyUserProperties()
            .send();

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(seen)
                    .singleElement()
                    .isEqualTo(
                        new StampedEvent<>(
                            "of-the-device", "device-a", NOW, Optional.of(TRACE), confirmation)));
    client.disconnect();
  }

  private static void checkDown(EventProducer producer, Mqtt5BlockingClient client)
      throws Exception {
    ReleaseId release = ReleaseId.parse("gateway/1.1");
    var wave =
        new WaveAnnounced(
            release.product(),
            "canary",
            new RolloutId(release.product(), 1),
            1,
            release,
            Digest.sha256(new byte[] {9}),
            new MetadataVersions(3, 2));
    var _ = client.connect();
    try (var publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
      var _ =
          client
              .subscribeWith()
              .topicFilter(MqttTopics.announce(release.product(), "canary"))
              .qos(MqttQos.AT_LEAST_ONCE)
              .send();

      producer.send(wave, Optional.of(TRACE));

      var publish = publishes.receive(LIMIT.toSeconds(), TimeUnit.SECONDS).orElseThrow();
      StampedEvent<?> stamped = EventCodec.decodeStructured(publish.getPayloadAsBytes());
      assertThat(stamped.event()).isEqualTo(wave);
      assertThat(stamped.trace()).contains(TRACE);
    } finally {
      client.disconnect();
    }
  }

  private static MqttBridge bridge(
      KafkaConnection kafka, SecuredMqtt mqtt, Tls tls, String announcementsPassword) {
    return MqttBridge.start(
        kafka,
        new BridgeConfig(
            new MqttAddress("localhost", mqtt.port(), Optional.of(tls)),
            MqttCredentials.of("down", announcementsPassword),
            MqttCredentials.of("confirmations", "secret-2"),
            MqttCredentials.of("reports", "secret-3")),
        InstantSource.system());
  }
}
