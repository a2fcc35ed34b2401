package dev.sluice.edge.upstream;

import dev.sluice.program.config.Describe;
import dev.sluice.program.config.HttpAddress;
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
    HttpAddress.require("url", url, "an edge node asks for none, take them out");
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "url: expected an address without ? and #, got '%s'".formatted(url));
    }
    if (tls.isPresent() && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException("tls: expected an https url with it, got " + url);
    }
    tls.ifPresent(material -> material.requireHostVerified("tls", "the next tier"));
  }

  /// Without TLS settings of its own.
  public NextTier(URI url) {
    this(url, Optional.empty());
  }
}
