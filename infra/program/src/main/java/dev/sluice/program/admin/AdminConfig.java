package dev.sluice.program.admin;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;

/// Where a program serves health and metrics.
///
/// @param host address to bind
/// @param port 0 lets the system choose, and the log tells
public record AdminConfig(
    @Describe("address to bind; loopback, as nothing here asks for credentials")
        @Default("127.0.0.1")
        String host,
    @Describe("port; 0 lets the system choose, and the log tells which") @Default("0") int port) {
  /// Loopback, any port.
  public static final AdminConfig ANY_PORT = new AdminConfig("127.0.0.1", 0);

  /// Checks the port.
  public AdminConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: expected 0 to 65535, got " + port);
    }
  }
}
