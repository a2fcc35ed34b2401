package dev.sluice.api.contract;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Calls an API and fails where an answer does not fit the served document. Paths are below
/// `/api/v1`.
public final class CheckedClient implements AutoCloseable {
  private static final String PREFIX = "/api/v1";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final String token;
  private final ServedDocument document;

  /// @param server without the prefix
  /// @param token sent with each request; empty for none
  public CheckedClient(URI server, String token) throws IOException, InterruptedException {
    this.server = server;
    this.token = token;
    this.document = ServedDocument.fetch(http, server);
  }

  /// The document that it holds answers against.
  public ServedDocument document() {
    return document;
  }

  /// Reads.
  public Checked get(String path) throws IOException, InterruptedException {
    return call("GET", path, "", Map.of());
  }

  /// Sends JSON.
  public Checked post(String path, String json) throws IOException, InterruptedException {
    return call("POST", path, json, Map.of("Content-Type", "application/json"));
  }

  /// Sends JSON with an idempotency key.
  public Checked post(String path, String json, String key)
      throws IOException, InterruptedException {
    return call(
        "POST", path, json, Map.of("Content-Type", "application/json", "Idempotency-Key", key));
  }

  /// Puts text.
  public Checked put(String path, String mediaType, String text)
      throws IOException, InterruptedException {
    return call("PUT", path, text, Map.of("Content-Type", mediaType));
  }

  /// Ends something.
  public Checked delete(String path) throws IOException, InterruptedException {
    return call("DELETE", path, "", Map.of());
  }

  /// Sends anything.
  public Checked call(String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var response = http.send(request(method, path, body, headers).build(), BodyHandlers.ofString());
    String type = response.headers().firstValue("Content-Type").orElse("");
    List<String> mistakes =
        document.mistakes(method, PREFIX + path, response.statusCode(), type, response.body());
    if (!mistakes.isEmpty()) {
      throw new AssertionError(
          "%s %s answered %d %s: %s"
              .formatted(method, path, response.statusCode(), response.body(), mistakes));
    }
    return new Checked(response.statusCode(), response.headers(), response.body());
  }

  /// Follows events, line by line; the caller closes it.
  public HttpResponse<Stream<String>> follow(String path) throws IOException, InterruptedException {
    return follow(path, Map.of());
  }

  /// The same with further headers.
  public HttpResponse<Stream<String>> follow(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    return http.send(request("GET", path, "", headers).build(), BodyHandlers.ofLines());
  }

  /// Fails if an event's data does not fit.
  public void checkEvent(String path, String data) throws IOException {
    List<String> mistakes = document.mistakesOfEvent(PREFIX + path, data);
    if (!mistakes.isEmpty()) {
      throw new AssertionError("event of %s: %s is wrong: %s".formatted(path, data, mistakes));
    }
  }

  private HttpRequest.Builder request(
      String method, String path, String body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create(server + PREFIX + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
