package dev.sluice.edge.hub;

import java.nio.file.Path;
import java.util.List;

/// What a broker needs.
///
/// @param directory its own; sessions, queues and retained messages live there
/// @param host address to bind
/// @param port 0 takes any free port
/// @param principalsFile who may connect; read again when it changes
/// @param builtIn who may connect besides, kept in memory only
public record BrokerConfig(
    Path directory, String host, int port, Path principalsFile, List<Principal> builtIn) {
  /// The address that is bound unless configured otherwise: this machine only.
  public static final String LOOPBACK = "127.0.0.1";

  public BrokerConfig {
    builtIn = List.copyOf(builtIn);
    if (host.isBlank() || port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "a broker needs a host and a port of 0 to 65535, got '%s', %d".formatted(host, port));
    }
  }
}
