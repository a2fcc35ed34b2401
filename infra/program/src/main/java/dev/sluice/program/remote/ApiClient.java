package dev.sluice.program.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.program.config.HttpAddress;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.http.WholeAnswer;
import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Speaks JSON with one API. Problems of the server become exceptions with the exit code of their
/// kind.
///
/// Paths begin with a slash and are relative to the base URL: `/api/v1/releases`.
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final int MAX_ITEMS_PER_PAGE = 200;

  /// A page is some hundred KiB; a policy and a dead letter are less.
  private static final long MAX_ANSWER_BYTES = 64L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI base;
  private final Optional<SecretText> token;
  private final Duration limit;

  /// @param base where the API listens, without `/api/v1`
  /// @param token sent with each request
  /// @throws UsageException if that is no URL of a server
  public ApiClient(URI base, Optional<SecretText> token) {
    this(base, token, Optional.empty());
  }

  /// @param tls whom to trust; empty for the authorities of the JDK
  /// @throws UsageException if the URL is none of a server, or the token none at all
  public ApiClient(URI base, Optional<SecretText> token, Optional<Tls> tls) {
    this(base, token, tls, ANSWER_LIMIT);
  }

  /// @param limit for an answer to its last byte
  ApiClient(URI base, Optional<SecretText> token, Optional<Tls> tls, Duration limit) {
    this.base = checked(base);
    token.ifPresent(ApiClient::requireToken);
    this.token = token;
    this.limit = limit;
    var builder = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT);
    tls.ifPresent(material -> builder.sslContext(material.context()));
    this.http = builder.build();
  }

  static URI checked(URI base) {
    HttpAddress.mistake(base, "a token goes into --token-file, SLUICE_TOKEN or a context")
        .ifPresent(
            mistake -> {
              throw new UsageException("the URL of the API: " + mistake);
            });
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      throw new UsageException(
          "the URL of the API: expected an address without ? and #, got '%s'".formatted(base));
    }
    var text = base.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
  }

  /// The library would repeat a header that it refuses, the token with it.
  private static void requireToken(SecretText token) {
    if (!token.reveal().chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new UsageException(
          "the token: expected one word of letters, digits and signs, got something else; is it the right file?");
    }
  }

  /// Where it speaks to.
  public URI base() {
    return base;
  }

  /// The resource.
  public JsonNode get(String path) throws InterruptedException {
    return exchange(request(path).GET());
  }

  /// The resource, or empty if the server knows none.
  public Optional<JsonNode> find(String path) throws InterruptedException {
    var response = answer(request(path).GET().build());
    return response.statusCode() == 404 ? Optional.empty() : Optional.of(body(response));
  }

  /// Sends a command.
  ///
  /// @param idempotencyKey the same for each try of one command
  public JsonNode post(String path, JsonNode body, String idempotencyKey)
      throws InterruptedException {
    return exchange(
        request(path)
            .header("Idempotency-Key", idempotencyKey)
            .header("Content-Type", "application/json")
            .POST(json(body)));
  }

  /// Sends what changes nothing, such as a check.
  ///
  /// @param contentType of the body, `application/yaml` say
  public JsonNode post(String path, String contentType, String body) throws InterruptedException {
    return exchange(
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
  }

  /// Puts a resource.
  public JsonNode put(String path, JsonNode body) throws InterruptedException {
    return exchange(request(path).header("Content-Type", "application/json").PUT(json(body)));
  }

  /// Puts a resource that is no JSON.
  public JsonNode put(String path, String contentType, String body) throws InterruptedException {
    return exchange(
        request(path).header("Content-Type", contentType).PUT(BodyPublishers.ofString(body)));
  }

  /// Deletes a resource.
  public JsonNode delete(String path) throws InterruptedException {
    return exchange(request(path).DELETE());
  }

  /// All items of a list, page by page.
  ///
  /// @param path without `cursor` and `limit`; may have other parameters
  /// @param maxItems how many at most
  public List<JsonNode> list(String path, int maxItems) throws InterruptedException {
    var items = new ArrayList<JsonNode>();
    Optional<String> cursor = Optional.empty();
    do {
      var page =
          get(
              withQuery(
                  path, pageOf(cursor, Math.min(MAX_ITEMS_PER_PAGE, maxItems - items.size()))));
      page.path("items").forEach(items::add);
      cursor = Optional.ofNullable(page.path("next").textValue());
    } while (cursor.isPresent() && items.size() < maxItems);
    return List.copyOf(items);
  }

  private static Map<String, String> pageOf(Optional<String> cursor, int limit) {
    var size = Integer.toString(limit);
    return cursor
        .map(value -> Map.of("limit", size, "cursor", value))
        .orElseGet(() -> Map.of("limit", size));
  }

  /// Follows what moves, until the server ends it or the stream is closed.
  ///
  /// @param lastId the last event that was seen; the server goes on behind it
  public EventStream events(String path, Optional<String> lastId) throws InterruptedException {
    var request = request(path).GET().setHeader("Accept", "text/event-stream");
    lastId.ifPresent(id -> request.header("Last-Event-ID", id));
    var response = stream(request.build());
    if (response.statusCode() != 200) {
      throw Problems.of(base, response.statusCode(), read(response.body()));
    }
    return new EventStream(base, response.body());
  }

  /// A file of any length, as it is sent; the caller closes it.
  public InputStream download(String path) throws InterruptedException {
    var response = stream(request(path).GET().setHeader("Accept", "*/*").build());
    if (response.statusCode() != 200) {
      throw Problems.of(base, response.statusCode(), read(response.body()));
    }
    return response.body();
  }

  private static String read(InputStream body) {
    try (body) {
      return new String(body.readNBytes(64 * 1024), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /// A path with parameters.
  public static String withQuery(String path, Map<String, String> parameters) {
    var query =
        parameters.entrySet().stream()
            .map(entry -> segment(entry.getKey()) + "=" + segment(entry.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + (path.indexOf('?') < 0 ? "?" : "&") + query;
  }

  /// Text as one segment of a path.
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(limit)
            .header("Accept", "application/json");
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text.reveal()));
    return request;
  }

  private static BodyPublisher json(JsonNode body) {
    return BodyPublishers.ofString(body.toString());
  }

  private JsonNode exchange(HttpRequest.Builder request) throws InterruptedException {
    return body(answer(request.build()));
  }

  private JsonNode body(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw Problems.of(base, response.statusCode(), response.body());
    }
    try {
      return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new FailedException(
          "%s: expected JSON, got something else; is this a Sluice API?".formatted(response.uri()),
          e);
    }
  }

  private HttpResponse<String> answer(HttpRequest request) throws InterruptedException {
    try {
      return WholeAnswer.of(
          http, request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES), limit);
    } catch (IOException e) {
      throw away(e);
    }
  }

  /// The head of an answer whose body is read bit by bit.
  private HttpResponse<InputStream> stream(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw away(e);
    }
  }

  private UnreachableException away(IOException failure) {
    return new UnreachableException(
        "%s does not answer (%s); check the URL and that it runs"
            .formatted(base, Problems.reason(failure)),
        failure);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
