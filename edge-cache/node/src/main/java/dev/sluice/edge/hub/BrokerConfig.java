package dev.sluice.edge.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a broker needs.
///
/// @param directory its own; sessions, queues and retained messages live there
/// @param host address to bind
/// @param port 0 takes any free port
/// @param principalsFile who may connect; read again when it changes
/// @param sessionExpiry a session whose client stays away for so long ends with what is queued for
///     it, whatever the client asked for; whole seconds count
/// @param builtIn who may connect besides, kept in memory only
public record BrokerConfig(
    Path directory,
    String host,
    int port,
    Path principalsFile,
    Duration sessionExpiry,
    List<Principal> builtIn) {
  /// A site that is cut off for a week, and a week more for somebody to notice.
  public static final Duration SESSION_EXPIRY = Duration.ofDays(14);

  /// The address that is bound unless configured otherwise: this machine only.
  public static final String LOOPBACK = "127.0.0.1";

  public BrokerConfig {
    builtIn = List.copyOf(builtIn);
    if (host.isBlank() || port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "a broker needs a host and a port of 0 to 65535, got '%s', %d".formatted(host, port));
    }
    if (sessionExpiry.toSeconds() < 1) {
      throw new IllegalArgumentException("a session must last for 1 s, got " + sessionExpiry);
    }
  }

  /// With the default expiry of sessions.
  public BrokerConfig(
      Path directory, String host, int port, Path principalsFile, List<Principal> builtIn) {
    this(directory, host, port, principalsFile, SESSION_EXPIRY, builtIn);
  }
}
