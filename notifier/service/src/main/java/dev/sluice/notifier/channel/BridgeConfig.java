package dev.sluice.notifier.channel;

import dev.sluice.program.config.Describe;
import dev.sluice.program.mqtt.MqttAddress;
import java.util.HashSet;
import java.util.Set;

/// What the bridge needs of the stamp's MQTT 5 broker.
///
/// @param broker where it is
/// @param announcements client of the route down
/// @param confirmations client of the route that brings confirmations up
/// @param reports client of the route that brings reports up
public record BridgeConfig(
    @Describe("the stamp's MQTT 5 broker") MqttAddress broker,
    @Describe("client of the route that publishes announcements") MqttCredentials announcements,
    @Describe("client of the route that receives confirmations") MqttCredentials confirmations,
    @Describe("client of the route that receives reports") MqttCredentials reports) {
  private static final int ROUTES = 3;

  /// Checks that no two routes share a client id and so a session.
  public BridgeConfig {
    Set<String> ids = new HashSet<>();
    ids.add(announcements.clientId());
    ids.add(confirmations.clientId());
    ids.add(reports.clientId());
    if (ids.size() < ROUTES) {
      throw new IllegalArgumentException("each route needs a client-id of its own");
    }
  }
}
