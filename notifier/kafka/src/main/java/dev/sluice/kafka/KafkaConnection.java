package dev.sluice.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/// Where the pipeline's queue is and how to log in there.
///
/// @param bootstrapServers comma-separated `host:port`
/// @param properties further client properties by Kafka's names, such as those for TLS and SASL;
///     its
///     values may be secret and are never printed
public record KafkaConnection(String bootstrapServers, Map<String, String> properties) {
  /// Checks that there is a server and copies.
  public KafkaConnection {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("expected Kafka servers as host:port, got nothing");
    }
    properties = Map.copyOf(properties);
  }

  /// A cluster without login, such as the embedded one.
  public KafkaConnection(String bootstrapServers) {
    this(bootstrapServers, Map.of());
  }

  /// The client properties, for clients that others build: Streams, Camel.
  public Map<String, Object> toProperties() {
    var all = new HashMap<String, Object>(properties);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return all;
  }

  /// Without the properties' values.
  @Override
  public String toString() {
    return "Kafka at " + bootstrapServers;
  }
}
