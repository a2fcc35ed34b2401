package dev.sluice.edge.config;

import dev.sluice.edge.http.HttpServerConfig;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import java.time.Duration;

/// Section `http`: where devices and further tiers fetch, and what one server and one connection
/// may take.
///
/// 4096 connections are room for the devices of a site, and short of what one table of file
/// descriptors holds. 75 s is what HTTP servers commonly wait for the next request.
///
/// @param host address to bind
/// @param port 0 takes any free port
/// @param maxConnections more are answered with 503 and closed
/// @param maxRequestLine longer request lines get 414
/// @param maxHeaders larger headers get 431
/// @param idleTimeout a connection on which no whole request comes is closed after this
/// @param minRate bytes a second; a client that reads more slowly is cut off
public record HttpSection(
    @Describe("address to bind; loopback unless devices come from elsewhere")
        @Default(EdgeConfig.LOOPBACK)
        String host,
    @Describe("port for objects and /summary; 0 takes any free one") int port,
    @Describe("most connections; further ones get 503") @Default("4096") int maxConnections,
    @Describe("longest request line; longer ones get 414") @Default("2KiB") ByteSize maxRequestLine,
    @Describe("largest head of a request; larger ones get 431") @Default("8KiB")
        ByteSize maxHeaders,
    @Describe("a connection without a request is closed after this") @Default("75s")
        Duration idleTimeout,
    @Describe("a client that reads fewer bytes a second than this is cut off") @Default("4KiB")
        ByteSize minRate) {
  private static final int MAX_PORT = 65_535;
  private static final ByteSize MAX_HEAD = new ByteSize(1 << 20);

  /// Checks the ranges.
  public HttpSection {
    requirePort(port);
    require(maxConnections > 0, "max-connections: expected 1 or more, got " + maxConnections);
    requireHead("max-request-line", maxRequestLine);
    requireHead("max-headers", maxHeaders);
    requireHead("min-rate", minRate);
    require(
        idleTimeout.toSeconds() > 0, "idle-timeout: expected 1 s or longer, got " + idleTimeout);
  }

  /// With the default limits.
  public HttpSection(String host, int port) {
    this(
        host,
        port,
        4096,
        new ByteSize(2048),
        new ByteSize(8192),
        Duration.ofSeconds(75),
        new ByteSize(4096));
  }

  /// What the server takes.
  ///
  /// @param nodeId names the node in answers
  public HttpServerConfig server(String nodeId) {
    var limits =
        new HttpServerConfig.Limits(
            maxConnections,
            (int) maxRequestLine.bytes(),
            (int) maxHeaders.bytes(),
            idleTimeout,
            (int) minRate.bytes());
    return new HttpServerConfig(nodeId, host, port, limits);
  }

  static void requirePort(int port) {
    require(port >= 0 && port <= MAX_PORT, "port: expected 0 to 65535, got " + port);
  }

  private static void requireHead(String key, ByteSize size) {
    require(
        size.bytes() > 0 && size.bytes() <= MAX_HEAD.bytes(),
        "%s: expected 1 to %s, got %s".formatted(key, MAX_HEAD, size));
  }

  static void require(boolean holds, String mistake) {
    if (!holds) {
      throw new IllegalArgumentException(mistake);
    }
  }
}
