package dev.sluice.program.mqtt;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.tls.Tls;
import java.util.Optional;

/// Where an MQTT 5 broker listens.
///
/// @param tls absent for plain TCP
public record MqttAddress(
    @Describe("name or address of the broker") String host,
    @Describe("port of the broker") @Default("1883") int port,
    @Describe("present for TLS") Optional<Tls> tls) {
  /// Checks host and port.
  public MqttAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: expected a name, got nothing");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: expected 1 to 65535, got " + port);
    }
  }

  /// HOST:PORT, for logs and health.
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
