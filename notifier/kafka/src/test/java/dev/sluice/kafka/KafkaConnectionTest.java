package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.kafka.KafkaConnection.Mechanism;
import dev.sluice.kafka.KafkaConnection.Sasl;
import dev.sluice.kafka.KafkaConnection.Security;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaConnectionTest {
  private static final SecretText PASSWORD = new SecretText("a\"b\\c");

  @TempDir private Path directory;

  /// A program's configuration with the section in it.
  record Sample(KafkaConnection kafka) {}

  @Test
  void givenServersOnly_whenLoaded_thenTheRestHasDefaults() throws IOException {
    var kafka = load("kafka:\n  servers: [a:9092, b:9093]\n");

    assertThat(kafka)
        .isEqualTo(
            new KafkaConnection(
                List.of("a:9092", "b:9093"),
                Security.PLAINTEXT,
                Optional.empty(),
                Optional.empty(),
                4,
                true));
    assertThat(kafka.toProperties())
        .isEqualTo(
            Map.of(
                "bootstrap.servers",
                "a:9092,b:9093",
                "security.protocol",
                "PLAINTEXT",
                "socket.connection.setup.timeout.ms",
                3_000L,
                "socket.connection.setup.timeout.max.ms",
                10_000L));
  }

  @Test
  void givenEveryKey_whenLoaded_thenEachIsTaken() throws IOException {
    Files.writeString(directory.resolve("password"), PASSWORD.reveal() + "\n");

    var kafka =
        load(
            """
            kafka:
              servers: [a:9093]
              security: sasl-tls
              sasl:
                mechanism: scram-sha-256
                username: sluice
                password-file: password
              tls:
                trust: authority.pem
                verify-host: false
              partitions: 8
              create-topics: false
            """);

    assertThat(kafka)
        .isEqualTo(
            new KafkaConnection(
                List.of("a:9093"),
                Security.SASL_TLS,
                Optional.of(new Sasl(Mechanism.SCRAM_SHA_256, "sluice", PASSWORD)),
                Optional.of(
                    new Tls(
                        Optional.of(directory.resolve("authority.pem")),
                        Optional.empty(),
                        Optional.empty(),
                        false)),
                8,
                false));
    assertThat(kafka.toString()).doesNotContain(PASSWORD.reveal());
    assertThat(kafka.sasl().orElseThrow().toString()).doesNotContain(PASSWORD.reveal());
  }

  @Test
  void givenLoginAndCertificates_whenTurnedIntoProperties_thenKafkaUnderstandsThem()
      throws IOException {
    Path pem = Files.writeString(directory.resolve("x.pem"), "the text of a PEM file");
    var kafka =
        new KafkaConnection(
            List.of("a:9093"),
            Security.SASL_TLS,
            Optional.of(new Sasl(Mechanism.SCRAM_SHA_512, "me", PASSWORD)),
            Optional.of(new Tls(Optional.of(pem), Optional.of(pem), Optional.of(pem), false)),
            1,
            true);

    assertThat(kafka.toProperties())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"me\" password=\"a\\\"b\\\\c\";")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.certificates", "the text of a PEM file")
        .containsEntry("ssl.keystore.key", "the text of a PEM file")
        .containsEntry("ssl.endpoint.identification.algorithm", "");
  }

  @Test
  void givenAnyKindOfClient_whenItReadsTheProperties_thenItGivesUpConnectingSoon() {
    Map<String, Object> properties = new KafkaConnection("a:9092").toProperties();
    var producing = new HashMap<>(properties);
    producing.put("key.serializer", StringSerializer.class);
    producing.put("value.serializer", StringSerializer.class);
    var consuming = new HashMap<>(properties);
    consuming.put("key.deserializer", StringDeserializer.class);
    consuming.put("value.deserializer", StringDeserializer.class);

    assertThat(
            List.of(
                new ProducerConfig(producing),
                new ConsumerConfig(consuming),
                new AdminClientConfig(properties)))
        .allSatisfy(
            config -> {
              assertThat(config.getLong("socket.connection.setup.timeout.ms")).isEqualTo(3_000);
              assertThat(config.getLong("socket.connection.setup.timeout.max.ms"))
                  .isEqualTo(10_000);
            });
  }

  @Test
  void givenWatch_whenABrokersAddressIsGone_thenAnotherIsAskedBeforeTheAnswerIsLate() {
    var config = new AdminClientConfig(KafkaWatch.properties(new KafkaConnection("a:1,b:1")));

    assertThat(config.getLong("socket.connection.setup.timeout.max.ms"))
        .isLessThanOrEqualTo(config.getInt("default.api.timeout.ms") / 2);
  }

  record Mistake(String name, String yaml, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Mistake> mistakes() {
    return List.of(
        new Mistake("no server", "servers: []", "kafka.servers: expected one as host:port"),
        new Mistake("no port", "servers: [broker]", "kafka.servers: expected host:port"),
        new Mistake("port too high", "servers: ['b:70000']", "kafka.servers: expected host:port"),
        new Mistake(
            "login missing", "servers: ['b:1']\n  security: sasl-tls", "kafka.sasl: expected user"),
        new Mistake(
            "login without security",
            "servers: ['b:1']\n  sasl: {username: u, password-file: password}",
            "kafka.sasl: expected security"),
        new Mistake(
            "certificates without TLS",
            "servers: ['b:1']\n  tls: {trust: a.pem}",
            "kafka.tls: expected security"),
        new Mistake(
            "no partitions", "servers: ['b:1']\n  partitions: 0", "kafka.partitions: expected 1"),
        new Mistake("another word", "servers: ['b:1']\n  security: ssl", "kafka.security"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void givenMistake_whenLoaded_thenItsKeyIsNamed(Mistake mistake) throws IOException {
    Files.writeString(directory.resolve("password"), "secret");

    assertThatThrownBy(() -> load("kafka:\n  " + mistake.yaml() + "\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(mistake.message());
  }

  private KafkaConnection load(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("sample.yaml"), yaml);
    return Configuration.of("sample", Sample.class)
        .load(new Sources(Optional.of(file), Map.of(), Map.of()))
        .value()
        .kafka();
  }
}
