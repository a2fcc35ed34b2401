package dev.sluice.stack.cluster;

import dev.sluice.stack.process.Places;
import java.net.URI;
import java.util.List;

/// Each process in a container of its own: names of the network, and the same ports everywhere.
final class ContainerPlaces implements Places {
  static final int API = 8080;
  static final int ADMIN = 9090;
  static final int HTTP = 8070;
  static final int MQTT = 1883;

  /// What the programs log in with at Kafka.
  static final String KAFKA_USER = "sluice";

  /// Kafka's brokers.
  static final List<String> KAFKA = List.of("kafka-1", "kafka-2", "kafka-3");

  static final int KAFKA_PORT = 9092;

  /// The S3 server.
  static final String STORE = "s3";

  static final int STORE_PORT = 9000;

  /// The stamp's MQTT broker.
  static final String BROKER = "mqtt";

  static final int BROKER_PORT = 8883;

  /// Where the authority's certificate is, from a program's file.
  private static final String TRUST = "../certificates/ca.pem";

  @Override
  public String bindAddress() {
    return "0.0.0.0";
  }

  @Override
  public String host(String process) {
    return process;
  }

  @Override
  public int port(String process, String use) {
    return switch (use) {
      case "api" -> API;
      case "admin" -> ADMIN;
      case "http" -> HTTP;
      case "mqtt" -> MQTT;
      default -> throw new IllegalArgumentException(use);
    };
  }

  @Override
  public String kafka() {
    return """
    {servers: ['%s:%d', '%s:%d', '%s:%d'], security: sasl-tls, sasl: {mechanism: scram-sha-512, username: %s, password-file: ../secrets/%s}, tls: {trust: %s}}\
    """
        .formatted(
            KAFKA.get(0),
            KAFKA_PORT,
            KAFKA.get(1),
            KAFKA_PORT,
            KAFKA.get(2),
            KAFKA_PORT,
            KAFKA_USER,
            KAFKA_USER,
            TRUST);
  }

  @Override
  public URI store() {
    return URI.create("http://" + STORE + ":" + STORE_PORT);
  }

  @Override
  public String broker() {
    return "host: %s, port: %d, tls: {trust: %s}".formatted(BROKER, BROKER_PORT, TRUST);
  }
}
