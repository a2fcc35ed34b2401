package dev.sluice.edge.upstream;

import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.program.http.BaseUri;
import dev.sluice.program.http.ContentCoding;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;

/// The next tier, or any other HTTP server with the same paths.
///
/// The time limit covers connecting and the head of the answer; wrap it in a [TimedUpstream] to
/// bound silence in the body too.
public final class HttpUpstream implements Upstream, AutoCloseable {
  private final BaseUri base;
  private final Duration answerTimeout;
  private final TierPath path;
  private final HttpClient client;

  /// @param tier where it is, and whom to trust there
  /// @param answerTimeout longest wait for a connection, and again for the head of an answer
  /// @param path learns from its answers
  public HttpUpstream(NextTier tier, Duration answerTimeout, TierPath path) {
    this.path = path;
    this.base = new BaseUri(tier.url());
    this.answerTimeout = answerTimeout;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(answerTimeout)
            .followRedirects(HttpClient.Redirect.NEVER);
    this.client = tier.tls().map(tls -> builder.sslContext(tls.context())).orElse(builder).build();
  }

  @Override
  public Fetched fetch(FetchRequest request, BodySink sink) {
    try {
      var response = send(request, true);
      if (isRefusedForNothing(request, response)) {
        response.body().close();
        response = send(request, false);
      }
      try (var body = response.body()) {
        return receive(request, response, body, sink);
      }
    } catch (HttpTimeoutException e) {
      return new Fetched.Unavailable(base + " did not answer within " + answerTimeout, true);
    } catch (IOException e) {
      return new Fetched.Unavailable(base + " cannot be read: " + describe(e), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Fetched.Unavailable("the fetch from " + base + " was stopped", true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpResponse<InputStream> send(FetchRequest request, boolean isRange)
      throws IOException, InterruptedException {
    return client.send(toHttp(request, isRange), HttpResponse.BodyHandlers.ofInputStream());
  }

  /// Some servers refuse a range that ends behind a tiny object, although its first byte is there;
  /// RFC 9110 section 15.5.17 leaves it to us to ask without one.
  private static boolean isRefusedForNothing(
      FetchRequest request, HttpResponse<InputStream> response) {
    return response.statusCode() == 416
        && request.range().start() == 0
        && lengthOf416(response).orElse(1) > 0;
  }

  private HttpRequest toHttp(FetchRequest request, boolean isRange) {
    var range = request.range();
    var builder =
        HttpRequest.newBuilder(base.of(request.path().value()))
            .timeout(answerTimeout)
            .header("Accept-Encoding", ContentCoding.NONE);
    if (isRange) {
      builder = builder.header("Range", "bytes=" + range.start() + "-" + (range.end() - 1));
    }
    if (request.isConditional()) {
      builder = builder.header("If-Range", request.validator());
    }
    if (request.noCache()) {
      builder = builder.header("Cache-Control", "no-cache");
    }
    return builder.build();
  }

  private Fetched receive(
      FetchRequest request, HttpResponse<InputStream> response, InputStream body, BodySink sink)
      throws IOException {
    var asked = request.range();
    if (response.statusCode() == 206 || response.statusCode() == 200) {
      var coding = response.headers().firstValue("Content-Encoding").orElse(ContentCoding.NONE);
      if (ContentCoding.isApplied(coding)) {
        return new Fetched.Unavailable(ContentCoding.objection(base.toString(), coding), false);
      }
      path.learn(String.join(",", response.headers().allValues("Via")));
    }
    return switch (response.statusCode()) {
      case 206 -> receivePart(asked, response, body, sink);
      // A conditional range is answered by all of another object (RFC 9110 section 13.1.5).
      case 200 ->
          request.isConditional()
              ? new Fetched.Changed(base + " has another object")
              : receiveWhole(asked, response, body, sink);
      case 404, 410 -> new Fetched.Absent(base + " has no such object", age(response));
      case 416 -> new Fetched.PastEnd(lengthOf416(response));
      case 504 -> new Fetched.Unavailable(base + " answered 504", true);
      default -> new Fetched.Unavailable(base + " answered " + response.statusCode(), false);
    };
  }

  private Fetched receivePart(
      ByteRange asked, HttpResponse<InputStream> response, InputStream body, BodySink sink)
      throws IOException {
    var header = response.headers().firstValue("Content-Range").orElse("");
    var part = ContentRange.parse(header).filter(p -> p.answers(asked));
    if (part.isEmpty()) {
      return new Fetched.Unavailable(
          "%s was asked for bytes %s and answered '%s'".formatted(base, asked, header), false);
    }
    var facts = facts(response, part.get().objectLengthBytes(), part.get().range().lengthBytes());
    BodyCopy.copy(body, facts, sink);
    return new Fetched.Found(facts);
  }

  /// A server may ignore the range and send everything (RFC 9110 section 14.2). That is of use for
  /// the first slice only: the rest of the body is not read.
  private Fetched receiveWhole(
      ByteRange asked, HttpResponse<InputStream> response, InputStream body, BodySink sink)
      throws IOException {
    var length = response.headers().firstValueAsLong("Content-Length");
    if (length.isEmpty() || asked.start() > 0) {
      return new Fetched.Unavailable(
          base + " must answer range requests with 206, or 200 with a length; it did neither",
          false);
    }
    var facts = facts(response, length.getAsLong(), Math.min(asked.end(), length.getAsLong()));
    BodyCopy.copy(body, facts, sink);
    return new Fetched.Found(facts);
  }

  private static ObjectFacts facts(
      HttpResponse<InputStream> response, long objectLengthBytes, long bodyLengthBytes) {
    var type = response.headers().firstValue("Content-Type").orElse(ObjectFacts.UNKNOWN_TYPE);
    var tag = response.headers().firstValue("ETag").orElse(ObjectFacts.NO_VALIDATOR);
    return new ObjectFacts(objectLengthBytes, bodyLengthBytes, type, strong(tag), age(response));
  }

  /// A weak tag vouches for a meaning, not for bytes.
  private static String strong(String tag) {
    return tag.startsWith("\"") ? tag : ObjectFacts.NO_VALIDATOR;
  }

  private static Duration age(HttpResponse<InputStream> response) {
    try {
      var seconds = response.headers().firstValueAsLong("Age").orElse(0);
      return Duration.ofSeconds(Math.clamp(seconds, 0, Duration.ofDays(3650).toSeconds()));
    } catch (NumberFormatException _) {
      return Duration.ZERO;
    }
  }

  private static OptionalLong lengthOf416(HttpResponse<InputStream> response) {
    return response
        .headers()
        .firstValue("Content-Range")
        .map(ContentRange::parseUnsatisfied)
        .orElse(OptionalLong.empty());
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
