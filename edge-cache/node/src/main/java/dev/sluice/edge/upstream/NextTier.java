package dev.sluice.edge.upstream;

import java.net.URI;

/// The edge node of the next tier, or another HTTP server with the same paths.
///
/// @param uri scheme, host, port, and perhaps a path under which the object paths stand
public record NextTier(URI uri) implements UpstreamConfig {
  public NextTier {
    var scheme = uri.getScheme();
    if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "an upstream must be an http or https address with a host, got '%s'".formatted(uri));
    }
  }
}
