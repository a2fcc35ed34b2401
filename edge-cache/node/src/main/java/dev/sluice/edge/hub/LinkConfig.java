package dev.sluice.edge.hub;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.program.tls.Tls;
import java.time.Duration;
import java.util.Optional;

/// Section `link`: the MQTT broker of the next tier, and who this node is there.
///
/// Five refreshes at five seconds each are what the design asks for: an announcement is forwarded
/// once the announced metadata is here, after the last refresh in any case.
///
/// @param host its host
/// @param port its port
/// @param tls present for TLS
/// @param username the node's principal there; absent until the node's own name is known
/// @param password the node's secret there
/// @param refreshInterval shortest time between two refreshes for one announcement
/// @param refreshAttempts refreshes for one announcement in all; the first is immediate
/// @param reportInterval time between two reports of this node
public record LinkConfig(
    @Describe("name or address of the next tier's broker") String host,
    @Describe("port of that broker") @Default("1883") int port,
    @Describe("present for TLS") Optional<Tls> tls,
    @Describe("this node's principal there; without it node-id") Optional<String> username,
    @Describe("this node's secret there") SecretText password,
    @Describe(
            "shortest time between two refreshes of metadata for one announcement; up to as much is added as jitter")
        @Default("5s")
        Duration refreshInterval,
    @Describe(
            "how often announced metadata is asked for before the announcement is forwarded anyway")
        @Default("5")
        int refreshAttempts,
    @Describe("how often this node tells what it gave out and took in, 1s to 1h; jittered")
        @Default("60s")
        Duration reportInterval) {
  private static final Duration MIN_REPORTS = Duration.ofSeconds(1);
  private static final Duration MAX_REPORTS = Duration.ofHours(1);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(30);

  /// Checks the ranges.
  public LinkConfig {
    var _ = new MqttAddress(host, port, tls);
    if (username.isPresent() && username.get().isBlank()) {
      throw new IllegalArgumentException("username: expected a name, got nothing");
    }
    if (!refreshInterval.isPositive() || refreshInterval.compareTo(MAX_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "refresh-interval: expected above 0 to 30m, got " + refreshInterval);
    }
    if (refreshAttempts < 1) {
      throw new IllegalArgumentException(
          "refresh-attempts: expected 1 or more, got " + refreshAttempts);
    }
    if (reportInterval.compareTo(MIN_REPORTS) < 0 || reportInterval.compareTo(MAX_REPORTS) > 0) {
      throw new IllegalArgumentException(
          "report-interval: expected 1s to 1h, got " + reportInterval);
    }
  }

  /// Without TLS, with the default patience.
  public LinkConfig(String host, int port, String username, String password) {
    this(
        host,
        port,
        Optional.empty(),
        Optional.of(username),
        new SecretText(password),
        Duration.ofSeconds(5),
        5,
        Duration.ofSeconds(60));
  }

  /// The same with a principal, if it has none.
  public LinkConfig named(String name) {
    return new LinkConfig(
        host,
        port,
        tls,
        username.or(() -> Optional.of(name)),
        password,
        refreshInterval,
        refreshAttempts,
        reportInterval);
  }

  /// Where the broker is.
  MqttAddress address() {
    return new MqttAddress(host, port, tls);
  }

  /// Who this node is there.
  String requireUsername() {
    return username.orElseThrow(() -> new IllegalStateException("a link needs a principal"));
  }

  /// A policy draws pauses between half of the longest and the longest.
  RetryPolicy refresh() {
    var longest = refreshInterval.multipliedBy(2);
    return new RetryPolicy(refreshAttempts, longest, longest);
  }
}
