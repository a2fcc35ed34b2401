package dev.sluice.api.access;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// The cookie that holds a session's secret: no script reads it, no other site's page sends it.
///
/// @param isSecure whether browsers send it over HTTPS only; the API itself speaks HTTPS then
record SessionCookie(boolean isSecure) {
  private static final String NAME = "sluice-session";

  /// Browsers take a cookie with this prefix from HTTPS only, and for the one host.
  private static final String HOST_PREFIX = "__Host-";

  private String name() {
    return isSecure ? HOST_PREFIX + NAME : NAME;
  }

  /// The value of `Set-Cookie` that gives a browser its secret.
  String set(String secret) {
    return header(secret, Sessions.LIFETIME);
  }

  /// The value of `Set-Cookie` that takes it away.
  String clear() {
    return header("", Duration.ZERO);
  }

  private String header(String value, Duration lifetime) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(name(), value, lifetime.toSeconds(), isSecure ? "; Secure" : "");
  }

  /// The secret in a header `Cookie`, if there is one.
  Optional<String> find(String cookies) {
    String start = name() + "=";
    return Arrays.stream(cookies.split(";", -1))
        .map(String::strip)
        .filter(cookie -> cookie.startsWith(start))
        .map(cookie -> cookie.substring(start.length()))
        .filter(secret -> !secret.isEmpty())
        .findFirst();
  }
}
