package dev.sluice.api;

import java.util.List;
import java.util.Optional;

/// Why a request was refused, in the form of RFC 9457.
///
/// @param type a URN that names the kind
/// @param title the kind in words
/// @param status the HTTP status
/// @param detail what was wrong this time; empty says nothing more
/// @param expected what would have been right
/// @param received what came
/// @param advice what to do
/// @param mistakes every single one, where there may be several
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    Optional<String> expected,
    Optional<String> received,
    Optional<String> advice,
    List<String> mistakes) {
  /// The media type.
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "urn:sluice:problem:";

  /// Copies.
  public Problem {
    mistakes = List.copyOf(mistakes);
  }

  private static Problem of(int status, String kind, String title, String detail) {
    return new Problem(
        TYPE_PREFIX + kind,
        title,
        status,
        detail,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// 400: the request itself is not understood.
  public static Problem badRequest(String detail) {
    return of(400, "bad-request", "The request is not understood", detail);
  }

  /// 401: no token, or none that opens.
  public static Problem unauthorized(String detail) {
    return of(401, "unauthorized", "A valid token is required", detail);
  }

  /// 403: the token does not allow this.
  public static Problem forbidden(String detail) {
    return of(403, "forbidden", "The token does not allow this", detail);
  }

  /// 404: there is no such thing.
  public static Problem notFound(String detail) {
    return of(404, "not-found", "There is no such thing", detail);
  }

  /// 405: not with this method.
  public static Problem methodNotAllowed(String detail) {
    return of(405, "method-not-allowed", "The path does not know the method", detail);
  }

  /// 409: it contradicts what is there.
  public static Problem conflict(String detail) {
    return of(409, "conflict", "It contradicts what is there", detail);
  }

  /// 413: the body is too long.
  public static Problem tooLarge(String detail) {
    return of(413, "too-large", "The body is too long", detail);
  }

  /// 415: the body is in no form that is known here.
  public static Problem unsupported(String detail) {
    return of(415, "unsupported-media-type", "The body's form is not known", detail);
  }

  /// 422: understood, but wrong.
  public static Problem invalid(String detail, List<String> mistakes) {
    return of(422, "invalid", "The content is wrong", detail).withMistakes(mistakes);
  }

  /// 500: a bug.
  public static Problem internal() {
    return of(500, "internal", "Unexpected failure", "see the server's log");
  }

  /// 503: something that is needed does not answer; try again.
  public static Problem unavailable(String detail) {
    return of(503, "unavailable", "Not available now; try again", detail);
  }

  private Problem withMistakes(List<String> all) {
    return new Problem(type, title, status, detail, expected, received, advice, all);
  }

  /// The same with what was expected and what came.
  public Problem with(String expectation, String fact) {
    return new Problem(
        type, title, status, detail, Optional.of(expectation), Optional.of(fact), advice, mistakes);
  }

  /// The same with what to do.
  public Problem withAdvice(String what) {
    return new Problem(
        type, title, status, detail, expected, received, Optional.of(what), mistakes);
  }

  /// The exception that a handler throws to refuse.
  public ProblemException asException() {
    return new ProblemException(this);
  }
}
