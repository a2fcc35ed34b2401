package dev.sluice.api.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.Method;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.Shape;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.api.schema.Schemas;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The OpenAPI 3.1 document of some routes.
final class OpenApiDocument {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

  private final Schemas schemas = new Schemas();
  private final Map<Class<?>, ObjectNode> bodies = new HashMap<>();
  private final ObjectNode root = NODES.objectNode();

  /// @param title what the API is called
  /// @param prefix what stands before every path
  OpenApiDocument(String title, String prefix, List<Route> routes) {
    root.put("openapi", "3.1.1");
    root.putObject("info").put("title", title).put("version", "1");
    root.putArray("servers").addObject().put("url", prefix);
    root.putArray("security").addObject().putArray("bearer");
    var paths = root.putObject("paths");
    for (Route route : routes) {
      ObjectNode path = paths.withObjectProperty(route.path());
      path.set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
    }
    var components = root.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject("bearer")
        .put("type", "http")
        .put("scheme", "bearer");
    var problem =
        components.putObject("responses").putObject("Problem").put("description", "refused");
    problem
        .putObject("content")
        .putObject(Problem.MEDIA_TYPE)
        .set("schema", schemas.open(Problem.class));
    components.set("schemas", schemas.components());
  }

  private ObjectNode operation(Route route) {
    var operation = NODES.objectNode().put("summary", route.summary());
    var roles = operation.putArray("x-sluice-roles");
    route.roles().forEach(role -> roles.add(role.name().toLowerCase(Locale.ROOT)));
    if (route.isOpen()) {
      operation.putArray("security");
    }
    var parameters = operation.putArray("parameters");
    PARAMETER
        .matcher(route.path())
        .results()
        .forEach(
            found ->
                parameters.add(
                    parameter("path", found.group(1), found.group(1)).put("required", true)));
    route.queries().forEach(q -> parameters.add(parameter("query", q.name(), q.describes())));
    if (route.method() == Method.POST) {
      parameters.add(
          parameter("header", "Idempotency-Key", "makes a repeated request order nothing twice"));
    }
    request(route.body(), operation);
    var responses = operation.putObject("responses");
    route.answers().forEach((status, shape) -> answer(shape, responses.putObject("" + status)));
    responses.putObject("default").put("$ref", "#/components/responses/Problem");
    return operation;
  }

  private static ObjectNode parameter(String in, String name, String describes) {
    var parameter =
        NODES.objectNode().put("in", in).put("name", name).put("description", describes);
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  private void request(Shape body, ObjectNode operation) {
    switch (body) {
      case Shape.Empty() -> {
        // Nothing is sent.
      }
      case Shape.Json(var type) -> {
        ObjectNode schema = schemas.closed(type);
        bodies.put(type, schema);
        content(operation.putObject("requestBody").put("required", true), "application/json")
            .set("schema", schema);
      }
      case Shape.Text(var mediaType) ->
          content(operation.putObject("requestBody").put("required", true), mediaType)
              .putObject("schema")
              .put("type", "string");
      case Shape.Pages _, Shape.Events _, Shape.File _ ->
          throw new IllegalArgumentException("pages, events and files are answered, not sent");
    }
  }

  private void answer(Shape shape, ObjectNode response) {
    response.put("description", "done");
    switch (shape) {
      case Shape.Empty() -> {
        // No content.
      }
      case Shape.Json(var type) ->
          content(response, "application/json").set("schema", schemas.open(type));
      case Shape.Pages(var item) ->
          content(response, "application/json").set("schema", schemas.page(item));
      case Shape.Text(var mediaType) ->
          content(response, mediaType).putObject("schema").put("type", "string");
      case Shape.File(var mediaTypes) -> {
        var content = response.putObject("content");
        mediaTypes.forEach(
            type -> content.putObject(type).putObject("schema").put("type", "string"));
      }
      case Shape.Events(var data) -> {
        var content = content(response, "text/event-stream");
        content.putObject("schema").put("type", "string");
        // OpenAPI 3.1 has no word for the form of one event.
        content.set("x-sluice-event", schemas.open(data));
      }
    }
  }

  private static ObjectNode content(ObjectNode parent, String mediaType) {
    return parent.putObject("content").putObject(mediaType);
  }

  /// The schema that a body of this record is checked against.
  ObjectNode bodySchema(Class<?> type) {
    ObjectNode schema = bodies.get(type);
    if (schema == null) {
      throw new IllegalArgumentException("no route declares the body " + type);
    }
    return schema;
  }

  ObjectNode components() {
    return schemas.components();
  }

  byte[] bytes() {
    return ApiJson.write(root);
  }
}
