package dev.sluice.program.config;

import java.net.URI;
import java.util.Optional;

/// Addresses of HTTP servers, as people write them in configurations and on command lines.
///
/// They stand in logs, in messages and on the pages of others, so that a user and a password in one
/// would be told to everybody: such an address is refused, in words that do not repeat it.
public final class HttpAddress {
  private HttpAddress() {}

  /// What is wrong with an address: what was expected and what came; empty if nothing is.
  ///
  /// @param credentials where they go instead, as `they go into secret-file`
  public static Optional<String> mistake(URI address, String credentials) {
    if (holdsCredentials(address)) {
      return Optional.of(
          "expected an address without user and password, got one with them; " + credentials);
    }
    boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!isHttp || address.getRawAuthority() == null) {
      return Optional.of("expected http://HOST or https://HOST, got '%s'".formatted(address));
    }
    return address.getHost() == null ? Optional.of(hostMistake(address)) : Optional.empty();
  }

  /// RFC 3986 section 3.2.2 lets a name hold more than a host of the Internet may (RFC 1123 section
  /// 2.1); Java's HTTP client takes the latter only. An underscore is what people meet: services of
  /// a compose file have one.
  private static String hostMistake(URI address) {
    return address.getRawAuthority().indexOf('_') >= 0
        ? "expected a host of letters, digits, dots and dashes, got '%s' with an underscore, which Java's HTTP client cannot ask for; give the host another name, or a compose service an alias with a dash"
            .formatted(address)
        : "expected a host of letters, digits, dots and dashes, got '%s'".formatted(address);
  }

  /// Refuses what is no address of an HTTP server.
  ///
  /// @param key whose value it is
  /// @param credentials where they go instead, as `they go into secret-file`
  /// @throws IllegalArgumentException naming the key
  public static void require(String key, URI address, String credentials) {
    mistake(address, credentials)
        .ifPresent(
            mistake -> {
              throw new IllegalArgumentException(key + ": " + mistake);
            });
  }

  /// Whether a server's name has something before an `@`; so may what is no address at all.
  private static boolean holdsCredentials(URI address) {
    String authority = address.getRawAuthority();
    return address.isOpaque()
        ? address.getRawSchemeSpecificPart().indexOf('@') >= 0
        : authority != null && authority.indexOf('@') >= 0;
  }
}
