package dev.sluice.edge.config;

import dev.sluice.edge.hub.BrokerConfig;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import java.nio.file.Path;
import java.time.Duration;

/// Section `mqtt`: where devices and further tiers connect, and who may.
///
/// @param host address to bind
/// @param port 0 takes any free port
/// @param principals who may connect; read again when it changes
/// @param sessionExpiry how long a session outlives its connection at most
public record MqttSection(
    @Describe("address to bind; loopback unless devices come from elsewhere")
        @Default(EdgeConfig.LOOPBACK)
        String host,
    @Describe("port of the broker; 0 takes any free one") int port,
    @Describe("file of who may connect, JSON lines; read again when it changes") Path principals,
    @Describe("a session whose client stays away for so long ends, and what is queued for it goes")
        @Default("14d")
        Duration sessionExpiry) {
  private static final Duration MAX_EXPIRY = Duration.ofDays(365);

  /// Checks the port.
  public MqttSection {
    HttpSection.requirePort(port);
    HttpSection.require(
        sessionExpiry.toSeconds() > 0 && sessionExpiry.compareTo(MAX_EXPIRY) <= 0,
        "session-expiry: expected 1s to 365d, got " + sessionExpiry);
  }

  /// With the default expiry of sessions.
  public MqttSection(String host, int port, Path principals) {
    this(host, port, principals, BrokerConfig.SESSION_EXPIRY);
  }
}
