package dev.sluice.edge;

import dev.sluice.edge.hub.LinkConfig;
import dev.sluice.edge.upstream.UpstreamConfig;
import java.nio.file.Path;

/// One edge node.
///
/// @param nodeId its name in answers and logs
/// @param host address to bind, for HTTP and MQTT
/// @param httpPort 0 takes any free port
/// @param mqttPort 0 takes any free port
/// @param directory its own; the store and the broker live below it
/// @param storeLimitBytes most bytes of the store; room for [#MIN_SLICES] slices at least
/// @param upstream where bytes come from
/// @param link where announcements come from and confirmations go
/// @param principalsFile who may use its broker
/// @param tuning the rest
public record EdgeNodeConfig(
    String nodeId,
    String host,
    int httpPort,
    int mqttPort,
    Path directory,
    long storeLimitBytes,
    UpstreamConfig upstream,
    LinkConfig link,
    Path principalsFile,
    EdgeTuning tuning) {
  /// In a smaller store, readers would evict each other's slices while they read.
  public static final int MIN_SLICES = 16;

  /// This machine only.
  public static final String LOOPBACK = "127.0.0.1";

  public EdgeNodeConfig {
    if (!nodeId.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "a node id must be 1 to 64 letters, digits, dots, dashes or underscores, got '%s'"
              .formatted(nodeId));
    }
    var minBytes = MIN_SLICES * tuning.slicing().sliceLengthBytes();
    if (storeLimitBytes < minBytes) {
      throw new IllegalArgumentException(
          "the store of node %s must have room for %d slices, that is %d bytes, got %d"
              .formatted(nodeId, MIN_SLICES, minBytes, storeLimitBytes));
    }
  }

  /// A node with [EdgeTuning#DEFAULT].
  public EdgeNodeConfig(
      String nodeId,
      String host,
      int httpPort,
      int mqttPort,
      Path directory,
      long storeLimitBytes,
      UpstreamConfig upstream,
      LinkConfig link,
      Path principalsFile) {
    this(
        nodeId,
        host,
        httpPort,
        mqttPort,
        directory,
        storeLimitBytes,
        upstream,
        link,
        principalsFile,
        EdgeTuning.DEFAULT);
  }
}
