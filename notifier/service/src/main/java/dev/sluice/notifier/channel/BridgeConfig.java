package dev.sluice.notifier.channel;

import dev.sluice.kafka.KafkaConnection;

/// What the bridge needs.
///
/// @param kafka where the queue is; the pipeline's topics must be there
/// @param mqttHost host of the stamp's broker
/// @param mqttPort its port, 1 to 65535
/// @param announcements principal of the route down
/// @param confirmations principal of the route that brings confirmations up
/// @param reports principal of the route that brings reports up
public record BridgeConfig(
    KafkaConnection kafka,
    String mqttHost,
    int mqttPort,
    MqttCredentials announcements,
    MqttCredentials confirmations,
    MqttCredentials reports) {
  private static final int MAX_PORT = 65_535;

  /// Checks the broker's address, and that no two routes share a principal and so a session.
  public BridgeConfig {
    if (mqttHost.isBlank() || mqttPort < 1 || mqttPort > MAX_PORT) {
      throw new IllegalArgumentException(
          "a broker has a host and a port of 1 to 65535, got '%s', %d"
              .formatted(mqttHost, mqttPort));
    }
    if (announcements.id().equals(confirmations.id())
        || confirmations.id().equals(reports.id())
        || reports.id().equals(announcements.id())) {
      throw new IllegalArgumentException("each route of the bridge needs a principal of its own");
    }
  }
}
