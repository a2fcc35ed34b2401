package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.sluice.events.EventCodec;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection.Mechanism;
import dev.sluice.kafka.KafkaConnection.Sasl;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.notifier.channel.SecuredMqtt;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.config.Sources;
import dev.sluice.program.run.ProgramRunner;
import dev.sluice.program.tls.Tls;
import dev.sluice.release.ReleaseId;
import dev.sluice.testkit.TestAuthority;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

/// The whole program against a Kafka that wants TLS and a login, and a broker that wants TLS, a
/// certificate and a password.
class SecuredProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ReleaseId RELEASE = ReleaseId.parse("gateway/1.1");
  private static final MetadataVersions VERSIONS = new MetadataVersions(3, 2);
  private static final TraceParent TRACE = new TraceParent("1".repeat(32), "2".repeat(16), true);
  private static final Map<String, String> PASSWORDS =
      Map.of("down", "secret-1", "up", "secret-2", "reports", "secret-3", "device", "secret-4");

  private final Queue<RingsPlanned> planned = new ConcurrentLinkedQueue<>();

  @Test
  void givenEverythingIsSecured_whenReleased_thenTheWaveReachesTheBrokerOnItsTrace(
      @TempDir Path directory) throws Exception {
    var authority = TestAuthority.create(directory.resolve("certificates"), "authority");
    Sasl login = new Sasl(Mechanism.SCRAM_SHA_512, "notifier", new SecretText("kafka-secret"));
    try (var kafka = InProcessBroker.startSecured(directory.resolve("kafka"), authority, login);
        var mqtt = SecuredMqtt.start(directory.resolve("mqtt"), authority, PASSWORDS);
        var runner =
            ProgramRunner.start(
                new NotifierProgram(), config(directory, kafka, mqtt), InstantSource.system());
        var producer = new EventProducer(kafka.connection(), "test", InstantSource.system());
        var _ =
            EventFollower.start(
                kafka.connection(),
                Topic.SIGNING,
                stamped -> {
                  if (stamped.event() instanceof RingsPlanned plan) {
                    planned.add(plan);
                  }
                })) {
      check(producer, mqtt.device());

      Instant before = Instant.now();
      runner.close();
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }
  }

  private void check(EventProducer producer, Mqtt5BlockingClient device) throws Exception {
    var _ = device.connect();
    try (var publishes = device.publishes(MqttGlobalPublishFilter.ALL)) {
      var _ =
          device
              .subscribeWith()
              .topicFilter(MqttTopics.announce(RELEASE.product(), "canary"))
              .qos(MqttQos.AT_LEAST_ONCE)
              .send();
      producer.send(TestPolicies.quick(Duration.ZERO));
      Digest manifest = Digest.sha256(new byte[] {9});
      producer.send(
          new ReleaseSigned(RELEASE, 1, 0, manifest, VERSIONS, StartRequest.AS_POLICY, 0),
          Optional.of(TRACE));
      await().atMost(LIMIT).until(() -> !planned.isEmpty());
      RingsPlanned plan = planned.element();
      producer.send(
          new RingsSigned(plan.product(), plan.sequence(), plan.document().digest(), VERSIONS));

      var received = publishes.receive(LIMIT.toSeconds(), TimeUnit.SECONDS).orElseThrow();

      var stamped = EventCodec.decodeStructured(received.getPayloadAsBytes());
      assertThat(stamped.event()).isInstanceOf(WaveAnnounced.class);
      assertThat(stamped.trace().map(TraceParent::traceId)).contains(TRACE.traceId());
    } finally {
      device.disconnect();
    }
  }

  private static NotifierConfig config(Path directory, InProcessBroker kafka, SecuredMqtt mqtt)
      throws Exception {
    Files.writeString(directory.resolve("kafka.secret"), "kafka-secret");
    PASSWORDS.forEach((name, secret) -> write(directory.resolve(name + ".secret"), secret));
    Tls client = mqtt.client();
    Path file =
        Files.writeString(
            directory.resolve("notifier.yaml"),
            """
            kafka:
              servers: ['%s']
              security: sasl-tls
              sasl: {username: notifier, password-file: kafka.secret}
              tls: {trust: %s}
            state-directory: state
            start-limit: 90s
            bridge:
              broker:
                host: localhost
                port: %d
                tls: {trust: %s, certificate: %s, key: %s}
              announcements: {client-id: down, username: down, password-file: down.secret}
              confirmations: {client-id: up, username: up, password-file: up.secret}
              reports: {client-id: reports, username: reports, password-file: reports.secret}
            """
                .formatted(
                    kafka.connection().bootstrapServers(),
                    client.trust().orElseThrow(),
                    mqtt.port(),
                    client.trust().orElseThrow(),
                    client.certificate().orElseThrow(),
                    client.key().orElseThrow()));
    return Configuration.of("notifier", NotifierConfig.class)
        .load(new Sources(Optional.of(file), Map.of(), Map.of()))
        .value();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
