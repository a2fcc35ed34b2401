package dev.sluice.api.access;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A cookie that holds a secret: no script reads it, no other site's page sends it.
///
/// @param word what it is called
/// @param lifetime how long a browser keeps it
/// @param isSecure whether browsers send it over HTTPS only; the API itself speaks HTTPS then
record SessionCookie(String word, Duration lifetime, boolean isSecure) {
  /// Browsers take a cookie with this prefix from HTTPS only, and for the one host.
  private static final String HOST_PREFIX = "__Host-";

  /// What a proxy that ends HTTPS says of how a request came to it.
  static final String FORWARDED = "X-Forwarded-Proto";

  /// The one that a session's secret is in.
  static SessionCookie ofSession(boolean isSecure) {
    return new SessionCookie("sluice-session", Sessions.LIFETIME, isSecure);
  }

  /// The one that says which login a browser has begun at the provider.
  static SessionCookie ofSignIn(boolean isSecure) {
    return new SessionCookie("sluice-sign-in", Sessions.CODE_LIFETIME, isSecure);
  }

  private String name() {
    return isSecure ? HOST_PREFIX + word : word;
  }

  /// The value of `Set-Cookie` that gives a browser its secret.
  ///
  /// @param forwarded the request's header [#FORWARDED], or empty text: who says `https` untruly
  ///     gets a cookie that their own browser does not send
  String set(String secret, String forwarded) {
    return header(secret, lifetime, isSecure || forwarded.equalsIgnoreCase("https"));
  }

  /// The value of `Set-Cookie` that takes it away.
  String clear() {
    return header("", Duration.ZERO, isSecure);
  }

  private String header(String value, Duration kept, boolean overHttpsOnly) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(name(), value, kept.toSeconds(), overHttpsOnly ? "; Secure" : "");
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
