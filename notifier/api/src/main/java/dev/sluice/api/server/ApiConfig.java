package dev.sluice.api.server;

import dev.sluice.api.oidc.OidcConfig;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.tls.Tls;
import java.time.Duration;
import java.util.Optional;

/// Where an API listens and what it bears: section `api` of a program that has one.
///
/// @param host to bind to
/// @param port 0 for any
/// @param tls with a certificate for HTTPS; absent for HTTP
/// @param bodyLimit longest body of a route that names none
/// @param headerLimit longest headers of a request, together
/// @param connectionLimit most connections at a time
/// @param eventStreamLimit most clients that follow events at a time
/// @param heartbeat how long an event stream stays silent at most
/// @param oidc the provider whose people may call it too
public record ApiConfig(
    @Describe("address that the API listens on") @Default("127.0.0.1") String host,
    @Describe("port of the API; 0 takes any that is free") @Default("0") int port,
    @Describe("certificate and key for HTTPS; without this section the API speaks HTTP")
        Optional<Tls> tls,
    @Describe("longest body of a request") @Default("1MiB") ByteSize bodyLimit,
    @Describe("longest headers of a request, together") @Default("16KiB") ByteSize headerLimit,
    @Describe("most connections at a time") @Default("1000") int connectionLimit,
    @Describe("most clients that follow events at a time") @Default("64") int eventStreamLimit,
    @Describe("how long a stream of events stays silent at most") @Default("15s")
        Duration heartbeat,
    @Describe("an OpenID Connect provider whose people may call the API too")
        Optional<OidcConfig> oidc) {
  private static final long BODY_LIMIT_MOST = 64L << 20;
  private static final long HEADER_LIMIT_MOST = 1L << 20;
  private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(1);

  /// Checks every limit, and that HTTPS has a certificate.
  public ApiConfig {
    require(port >= 0 && port <= 65_535, "port: expected 0 to 65535, got " + port);
    require(
        tls.isEmpty() || tls.get().certificate().isPresent(),
        "tls: expected certificate and key, got none");
    tls.ifPresent(material -> material.requireHostVerified("tls", "this API"));
    require(
        bodyLimit.bytes() > 0 && bodyLimit.bytes() <= BODY_LIMIT_MOST,
        "body-limit: expected up to 64MiB, got " + bodyLimit);
    require(
        headerLimit.bytes() >= 1_024 && headerLimit.bytes() <= HEADER_LIMIT_MOST,
        "header-limit: expected 1KiB to 1MiB, got " + headerLimit);
    require(connectionLimit > 0, "connection-limit: expected 1 or more, got " + connectionLimit);
    require(
        eventStreamLimit > 0, "event-stream-limit: expected 1 or more, got " + eventStreamLimit);
    // Clients take a server that is silent for two minutes to be gone.
    require(
        heartbeat.toMillis() > 0 && heartbeat.compareTo(LONGEST_HEARTBEAT) <= 0,
        "heartbeat: expected 1ms to 1m, got " + heartbeat);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// With the default limits and without TLS.
  ///
  /// @param port 0 for any
  public static ApiConfig of(String host, int port) {
    return new ApiConfig(
        host,
        port,
        Optional.empty(),
        new ByteSize(1 << 20),
        new ByteSize(16 << 10),
        1_000,
        64,
        Duration.ofSeconds(15),
        Optional.empty());
  }

  /// The same with a provider.
  public ApiConfig with(OidcConfig provider) {
    return new ApiConfig(
        host,
        port,
        tls,
        bodyLimit,
        headerLimit,
        connectionLimit,
        eventStreamLimit,
        heartbeat,
        Optional.of(provider));
  }

  /// Loopback on any port, with the default limits.
  public static ApiConfig loopback() {
    return of("127.0.0.1", 0);
  }
}
