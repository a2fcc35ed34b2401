package dev.sluice.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.api.schema.SchemaCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An API's OpenAPI document as served, and what it says of one answer.
public final class ServedDocument {
  private static final String PREFIX = "/api/v1";

  private final JsonNode root;
  private final SchemaCheck check;

  private ServedDocument(JsonNode root) {
    this.root = root;
    ObjectNode components = root.at("/components/schemas").deepCopy();
    // Readers ignore what they do not know; whoever sends undeclared members has a bug.
    components.forEach(schema -> ((ObjectNode) schema).put("additionalProperties", false));
    this.check = new SchemaCheck(components);
  }

  /// Fetches the document of a server.
  public static ServedDocument fetch(HttpClient http, URI server)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(server.resolve(PREFIX + "/openapi.json")).build();
    var response = http.send(request, BodyHandlers.ofByteArray());
    return new ServedDocument(ApiJson.parse(response.body()));
  }

  /// The document itself.
  public JsonNode root() {
    return root;
  }

  /// Every operation: method and path, as in `GET /rollouts/{product}/{counter}`.
  public List<String> operations() {
    List<String> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    return operations;
  }

  /// Everything in an answer that the document does not say.
  ///
  /// @param path as requested, with the prefix
  public List<String> mistakes(String method, String path, int status, String type, String body)
      throws IOException {
    JsonNode response = response(method, path, status);
    if (response.path("content").isMissingNode()) {
      return body.isEmpty() ? List.of() : List.of(status + " has no body, got " + body);
    }
    JsonNode content = response.path("content").path(type.split(";", 2)[0]);
    if (content.isMissingNode()) {
      return List.of("%s %s: %d as %s is not declared".formatted(method, path, status, type));
    }
    return type.endsWith("json")
        ? check.mistakes(
            content.path("schema"), ApiJson.parse(body.getBytes(StandardCharsets.UTF_8)))
        : List.of();
  }

  /// Everything in an event that the document does not say.
  public List<String> mistakesOfEvent(String path, String data) throws IOException {
    JsonNode schema = response("GET", path, 200).at("/content/text~1event-stream/x-sluice-event");
    return check.mistakes(schema, ApiJson.parse(data.getBytes(StandardCharsets.UTF_8)));
  }

  private JsonNode response(String method, String path, int status) {
    JsonNode responses =
        operation(method, path)
            .map(operation -> operation.path("responses"))
            .orElseGet(() -> root.path("none"));
    JsonNode declared = responses.path(Integer.toString(status));
    return declared.isMissingNode() && status >= 400
        ? root.at("/components/responses/Problem")
        : declared;
  }

  private Optional<JsonNode> operation(String method, String path) {
    String plain = path.split("\\?", 2)[0].substring(PREFIX.length());
    JsonNode exact = root.path("paths").path(plain);
    if (!exact.isMissingNode()) {
      return Optional.of(exact.path(method.toLowerCase(Locale.ROOT)));
    }
    return root.path("paths").properties().stream()
        .filter(entry -> plain.matches(entry.getKey().replaceAll("\\{[a-z]+}", "[^/]+")))
        .map(entry -> entry.getValue().path(method.toLowerCase(Locale.ROOT)))
        .filter(found -> !found.isMissingNode())
        .findFirst();
  }
}
