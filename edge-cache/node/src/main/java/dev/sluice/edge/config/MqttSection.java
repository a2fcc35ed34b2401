package dev.sluice.edge.config;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import java.nio.file.Path;

/// Section `mqtt`: where devices and further tiers connect, and who may.
///
/// @param host address to bind
/// @param port 0 takes any free port
/// @param principals who may connect; read again when it changes
public record MqttSection(
    @Describe("address to bind; loopback unless devices come from elsewhere")
        @Default(EdgeConfig.LOOPBACK)
        String host,
    @Describe("port of the broker; 0 takes any free one") int port,
    @Describe("file of who may connect, JSON lines; read again when it changes") Path principals) {
  /// Checks the port.
  public MqttSection {
    HttpSection.requirePort(port);
  }
}
