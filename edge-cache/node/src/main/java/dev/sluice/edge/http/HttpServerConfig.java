package dev.sluice.edge.http;

import java.time.Duration;

/// Where the server listens, and what it puts up with.
///
/// @param nodeId names the node in answers
/// @param host address to bind
/// @param port 0 takes any free port
/// @param limits what it puts up with
public record HttpServerConfig(String nodeId, String host, int port, Limits limits) {
  public HttpServerConfig {
    if (nodeId.isBlank() || host.isBlank() || port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "an HTTP server needs a node id, a host and a port of 0 to 65535, got '%s', '%s', %d"
              .formatted(nodeId, host, port));
    }
  }

  /// What one server and one connection may take.
  ///
  /// @param maxConnections more are answered with 503 and closed
  /// @param maxUriLength longer request lines get 414
  /// @param maxHeaderBytes larger headers get 431
  /// @param idleTimeout a connection on which no whole request comes is closed after this
  /// @param minBytesPerSecond a client that reads more slowly is cut off
  public record Limits(
      int maxConnections,
      int maxUriLength,
      int maxHeaderBytes,
      Duration idleTimeout,
      int minBytesPerSecond) {
    /// Room for the devices of a site; short of what one file descriptor table holds.
    public static final Limits DEFAULT = new Limits(4096, 2048, 8192, Duration.ofSeconds(75), 4096);

    public Limits {
      if (maxConnections < 1
          || maxUriLength < 1
          || maxHeaderBytes < 1
          || !idleTimeout.isPositive()
          || minBytesPerSecond < 1) {
        throw new IllegalArgumentException("every limit of an HTTP server must be above 0");
      }
    }

    /// How long a client may take for so many bytes.
    Duration writeLimit(long bytes) {
      return idleTimeout.plusSeconds(bytes / minBytesPerSecond);
    }
  }
}
