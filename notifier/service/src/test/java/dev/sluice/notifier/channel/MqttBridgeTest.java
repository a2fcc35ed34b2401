package dev.sluice.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.TopicWatcher;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.notifier.TestDevice;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.release.ReleaseId;
import dev.sluice.server.mqtt.MqttBroker;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over a real Kafka and a real MQTT broker.
class MqttBridgeTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final TestDevice device = new TestDevice("a");
  private final TestDevice other = new TestDevice("b");
  private final Queue<Event> seen = new ConcurrentLinkedQueue<>();

  @Test
  void givenBothBrokers_whenEventsCross_thenNothingIsLostAndNothingForged(@TempDir Path directory)
      throws Exception {
    try (var kafka = InProcessBroker.start(directory.resolve("kafka"));
        var mqtt = MqttBroker.start(directory.resolve("mqtt"), Map.of())) {
      Topics.ensure(kafka.connection(), 1);
      try (var producer = new EventProducer(kafka.connection(), "test", InstantSource.system());
          var _ =
              EventFollower.start(
                  kafka.connection(),
                  List.of(
                      new TopicWatcher<>(Topic.CONFIRMATIONS, this::see),
                      new TopicWatcher<>(Topic.DEVICE_REPORTS, this::see),
                      new TopicWatcher<>(Topic.DEAD_LETTERS, this::see)))) {
        sendTombstone(kafka.connection());
        try (var bridge = bridge(kafka.connection(), mqtt)) {
          await().atMost(LIMIT).untilAsserted(() -> assertThat(bridge.problem()).isEmpty());
          checkDown(producer, mqtt);
          checkUp(mqtt);
        }
        checkWhileAway(kafka.connection(), mqtt);
      }
    }
  }

  private static void sendTombstone(KafkaConnection kafka) throws Exception {
    try (var raw =
        new KafkaProducer<>(
            kafka.toProperties(), new StringSerializer(), new ByteArraySerializer())) {
      var _ =
          raw.send(new ProducerRecord<>(Topic.ANNOUNCEMENTS.kafkaName(), "old/ring", null)).get();
    }
  }

  private void see(StampedEvent<?> stamped) {
    seen.add(stamped.event());
  }

  private void checkDown(EventProducer producer, MqttBroker mqtt) throws Exception {
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
    producer.send(wave);

    // The device comes later and still gets it, so it must have been retained.
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(retained(mqtt, MqttTopics.announce(release.product(), "canary")))
                    .containsExactly(wave));
  }

  private void checkUp(MqttBroker mqtt) {
    SignedConfirmation genuine = device.confirm(1, Outcome.INSTALLED, 1);
    SignedConfirmation ofAnother = other.confirm(1, Outcome.INSTALLED, 1);

    publish(mqtt, MqttTopics.confirmation(device.id()), structured(genuine));
    publish(mqtt, MqttTopics.confirmation(device.id()), structured(ofAnother));
    publish(mqtt, MqttTopics.report(device.id()), structured(device.enrolment()));
    publish(mqtt, MqttTopics.report(device.id()), new byte[] {'x'});
    var node = new NodeReported(new NodeId("tier-1"), NOW, 1, "origin", 60, NodeTraffic.NONE);
    publish(mqtt, MqttTopics.report(node.node()), structured(node));
    publish(mqtt, MqttTopics.report(device.id()), structured(node));

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(seen)
                  .contains(genuine, node)
                  .doesNotContain(ofAnother, device.enrolment());
              assertThat(seen).filteredOn(DeadLetter.class::isInstance).hasSize(4);
            });
  }

  private void checkWhileAway(KafkaConnection kafka, MqttBroker mqtt) throws Exception {
    SignedConfirmation late = device.confirm(2, Outcome.INSTALLED, 2);
    publish(mqtt, MqttTopics.confirmation(device.id()), structured(late));

    try (var bridge = bridge(kafka, mqtt)) {
      await().atMost(LIMIT).untilAsserted(() -> assertThat(bridge.problem()).isEmpty());
      await().atMost(LIMIT).untilAsserted(() -> assertThat(seen).contains(late));
    }
  }

  private static MqttBridge bridge(KafkaConnection kafka, MqttBroker mqtt) {
    return MqttBridge.start(
        kafka,
        new BridgeConfig(
            new MqttAddress("127.0.0.1", mqtt.port(), Optional.empty()),
            MqttCredentials.of("bridge-announcements", "secret"),
            MqttCredentials.of("bridge-confirmations", "secret"),
            MqttCredentials.of("bridge-reports", "secret")),
        InstantSource.system());
  }

  private static byte[] structured(Event event) {
    return EventCodec.encodeStructured(
        new StampedEvent<>(UUID.randomUUID().toString(), "device", NOW, event));
  }

  private static void publish(MqttBroker mqtt, String topic, byte[] payload) {
    Mqtt5BlockingClient client = client(mqtt);
    var _ = client.connect();
    var _ = client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(payload).send();
    client.disconnect();
  }

  private static List<Event> retained(MqttBroker mqtt, String topic) throws Exception {
    Mqtt5BlockingClient client = client(mqtt);
    var _ = client.connect();
    try (var publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
      var _ = client.subscribeWith().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).send();
      var received = publishes.receive(2, TimeUnit.SECONDS);
      return received.map(MqttBridgeTest::event).stream().toList();
    } finally {
      client.disconnect();
    }
  }

  private static Event event(Mqtt5Publish publish) {
    try {
      assertThat(publish.isRetain()).isTrue();
      return EventCodec.decodeStructured(publish.getPayloadAsBytes()).event();
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  private static Mqtt5BlockingClient client(MqttBroker mqtt) {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier(UUID.randomUUID().toString())
        .serverHost("127.0.0.1")
        .serverPort(mqtt.port())
        .buildBlocking();
  }
}
