package dev.sluice.kafka;

import dev.sluice.kafka.KafkaConnection.Mechanism;
import dev.sluice.kafka.KafkaConnection.Sasl;
import dev.sluice.kafka.KafkaConnection.Security;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/// A connection in the words of Kafka's clients.
final class ClientProperties {
  private static final String PEM = "PEM";

  /// How long connecting to a broker may take, at first and after failures. A broker whose address
  /// is gone does not even refuse: a client that has chosen it waits this long before it asks
  /// another, and a transaction with it. Kafka's own 10 and 30 seconds are longer than a session; a
  /// connection that is to be had takes a few round trips.
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  private static final Duration LONGEST_CONNECT_LIMIT = Duration.ofSeconds(10);

  private ClientProperties() {}

  static Map<String, Object> of(KafkaConnection connection) {
    var properties = new HashMap<String, Object>();
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
    properties.put(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol(connection.security()).name);
    properties.put(
        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, CONNECT_LIMIT.toMillis());
    properties.put(
        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
        LONGEST_CONNECT_LIMIT.toMillis());
    connection.sasl().ifPresent(sasl -> putLogin(properties, sasl));
    if (connection.security().isEncrypted()) {
      putTls(properties, connection.tls().orElse(Tls.STANDARD));
    }
    return properties;
  }

  private static SecurityProtocol protocol(Security security) {
    return switch (security) {
      case PLAINTEXT -> SecurityProtocol.PLAINTEXT;
      case TLS -> SecurityProtocol.SSL;
      case SASL_PLAINTEXT -> SecurityProtocol.SASL_PLAINTEXT;
      case SASL_TLS -> SecurityProtocol.SASL_SSL;
    };
  }

  private static void putLogin(Map<String, Object> properties, Sasl sasl) {
    properties.put(SaslConfigs.SASL_MECHANISM, mechanism(sasl.mechanism()));
    var module =
        sasl.mechanism() == Mechanism.PLAIN ? PlainLoginModule.class : ScramLoginModule.class;
    properties.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        "%s required username=%s password=%s;"
            .formatted(
                module.getName(), quoted(sasl.username()), quoted(sasl.password().reveal())));
  }

  private static String mechanism(Mechanism mechanism) {
    return switch (mechanism) {
      case SCRAM_SHA_512 -> "SCRAM-SHA-512";
      case SCRAM_SHA_256 -> "SCRAM-SHA-256";
      case PLAIN -> "PLAIN";
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void putTls(Map<String, Object> properties, Tls tls) {
    tls.trust()
        .ifPresent(
            file -> {
              properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
              properties.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, read(file));
            });
    tls.key()
        .ifPresent(
            file -> {
              properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
              properties.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, read(file));
              properties.put(
                  SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                  read(tls.certificate().orElseThrow()));
            });
    if (!tls.verifyHost()) {
      properties.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CannotStartException(
          file + ": expected a readable PEM file, got " + e.getClass().getSimpleName(), e);
    }
  }
}
