package dev.sluice.edge.config;

import dev.sluice.edge.hub.LinkConfig;
import dev.sluice.edge.upstream.UpstreamConfig;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.Describe;
import dev.sluice.program.trace.TracingConfig;
import java.nio.file.Path;

/// One edge node.
///
/// @param nodeId its name in answers and logs, and at the next tier's broker
/// @param directory its own; the store and the broker live below it
/// @param http the cache's side
/// @param mqtt the hub's side
/// @param cache how much is kept, and for how long it is believed
/// @param upstream where bytes come from
/// @param link where announcements come from and confirmations go
/// @param admin where health and metrics are served
/// @param tracing where traces go
public record EdgeConfig(
    @Describe("name of this node: 1 to 64 letters, digits, dots, dashes or underscores")
        String nodeId,
    @Describe("folder of this node alone, for slices, sessions and messages") Path directory,
    HttpSection http,
    MqttSection mqtt,
    CacheSection cache,
    UpstreamConfig upstream,
    LinkConfig link,
    AdminConfig admin,
    TracingConfig tracing)
    implements ProgramConfig {
  /// The address that is bound unless configured otherwise: this machine only.
  public static final String LOOPBACK = "127.0.0.1";

  /// Checks the name.
  public EdgeConfig {
    if (!nodeId.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "node-id: expected 1 to 64 letters, digits, dots, dashes or underscores, got '%s'"
              .formatted(nodeId));
    }
    link = link.named(nodeId);
  }

  /// A node with default limits, without traces, with health and metrics on any port.
  public EdgeConfig(
      String nodeId,
      Path directory,
      HttpSection http,
      MqttSection mqtt,
      CacheSection cache,
      UpstreamConfig upstream,
      LinkConfig link) {
    this(
        nodeId,
        directory,
        http,
        mqtt,
        cache,
        upstream,
        link,
        AdminConfig.ANY_PORT,
        TracingConfig.OFF);
  }
}
