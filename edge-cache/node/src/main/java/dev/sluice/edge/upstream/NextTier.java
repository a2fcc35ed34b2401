package dev.sluice.edge.upstream;

import dev.sluice.program.config.Describe;
import dev.sluice.program.tls.Tls;
import java.net.URI;
import java.util.Optional;

/// The edge node of the next tier, or another HTTP server with the same paths.
///
/// @param url scheme, host, port, and perhaps a path under which the object paths stand
/// @param tls whom to trust there; without it the JDK's authorities
public record NextTier(
    @Describe("http or https address, with a path if the objects stand below one") URI url,
    @Describe("whom to trust for https; without it the JDK's authorities") Optional<Tls> tls) {
  /// Checks the address.
  public NextTier {
    var scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "url: expected an http or https address with a host, got '%s'".formatted(url));
    }
    if (tls.isPresent() && !"https".equals(scheme)) {
      throw new IllegalArgumentException("tls: expected an https url with it, got " + url);
    }
    if (tls.isPresent() && !tls.get().verifyHost()) {
      throw new IllegalArgumentException(
          "tls: expected verify-host: true for the next tier, got false");
    }
  }

  /// Without TLS settings of its own.
  public NextTier(URI url) {
    this(url, Optional.empty());
  }
}
