package dev.sluice.api.access;

/// What a request says of who sends it; empty texts for what it does not say.
///
/// @param authorization the header `Authorization`
/// @param cookies the header `Cookie`
/// @param csrf the header [#CSRF_HEADER]
/// @param isReading whether it changes nothing
public record Credentials(String authorization, String cookies, String csrf, boolean isReading) {
  /// With a session's cookie, requests that change something say here what `GET /session` told.
  public static final String CSRF_HEADER = "X-Sluice-Csrf";

  /// Whether a header `Authorization` says who sends it; without one the session's cookie does.
  static boolean isByHeader(String authorization) {
    return !authorization.isEmpty();
  }

  /// Without what it must not tell.
  @Override
  public String toString() {
    return "credentials";
  }
}
