package dev.sluice.program.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/// Describes the keys of a configuration, for people and for editors.
final class Description {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Shape.Section shape;

  Description(Shape.Section shape) {
    this.shape = shape;
  }

  /// @param title what the keys are of, for people
  String jsonSchema(String title) {
    var schema = JSON.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.setAll(of(shape));
    return new ObjectMapper().valueToTree(schema).toPrettyString();
  }

  private static ObjectNode of(Shape shape) {
    return switch (shape) {
      case Shape.Section section -> section(section);
      case Shape.Many many -> JSON.objectNode().put("type", "array").set("items", of(many.item()));
      case Shape.Named named ->
          JSON.objectNode().put("type", "object").set("additionalProperties", of(named.item()));
      case Shape.Single(var type) -> single(type);
    };
  }

  private static ObjectNode section(Shape.Section section) {
    var properties = JSON.objectNode();
    var required = JSON.arrayNode();
    for (var key : section.keys()) {
      var property = key.isSecret() ? JSON.objectNode().put("type", "string") : of(key.shape());
      key.description().ifPresent(text -> property.put("description", text));
      key.byDefault().ifPresent(text -> property.set("default", value(key.shape(), text)));
      properties.set(written(key), property);
      if (isRequired(key) && !key.isSecret()) {
        required.add(key.name());
      }
    }
    var schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema;
  }

  private static ObjectNode single(Type type) {
    var schema = JSON.objectNode();
    if (type instanceof Class<?> raw && raw.isEnum()) {
      var values = schema.put("type", "string").putArray("enum");
      Arrays.stream(raw.getEnumConstants())
          .forEach(constant -> values.add(Scalars.written(constant)));
      return schema;
    }
    schema.put("type", Scalars.jsonType(type)).put("$comment", Scalars.describe(type));
    Scalars.pattern(type).ifPresent(pattern -> schema.put("pattern", pattern));
    return schema;
  }

  /// A default as the type of JSON that its key has.
  private static JsonNode value(Shape shape, String text) {
    if (!(shape instanceof Shape.Single(var type))) {
      return JSON.textNode(text);
    }
    return switch (Scalars.jsonType(type)) {
      case "integer" -> JSON.numberNode(Long.parseLong(text));
      case "number" -> JSON.numberNode(new BigDecimal(text));
      case "boolean" -> JSON.booleanNode(Boolean.parseBoolean(text));
      default -> JSON.textNode(text);
    };
  }

  private static boolean isRequired(Shape.Key key) {
    return !key.optional()
        && key.byDefault().isEmpty()
        && switch (key.shape()) {
          case Shape.Single _ -> true;
          case Shape.Section section -> section.keys().stream().anyMatch(Description::isRequired);
          case Shape.Many _, Shape.Named _ -> false;
        };
  }

  private static String written(Shape.Key key) {
    return key.isSecret() ? key.name() + Names.FILE : key.name();
  }

  String markdown() {
    var table = new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
    rows(shape, "", table);
    return table.toString();
  }

  private static void rows(Shape.Section section, String path, StringBuilder table) {
    for (var key : section.keys()) {
      var full = path + written(key);
      switch (key.shape()) {
        case Shape.Section below -> sectionRows(key, below, full, table);
        case Shape.Many(Shape.Section below) -> sectionRows(key, below, full + "[]", table);
        case Shape.Named(Shape.Section below) -> sectionRows(key, below, full + ".NAME", table);
        case Shape.Many(var item) -> row(full, "list of " + word(item), key, table);
        case Shape.Named(var item) -> row(full, "names with " + word(item), key, table);
        case Shape.Single single ->
            row(full, key.isSecret() ? "path of a file with a secret" : word(single), key, table);
      }
    }
  }

  private static void sectionRows(
      Shape.Key key, Shape.Section below, String full, StringBuilder table) {
    if (key.description().isPresent() || key.optional()) {
      row(full, "section", key, table);
    }
    rows(below, full + ".", table);
  }

  private static String word(Shape shape) {
    return shape instanceof Shape.Single(var type) ? Scalars.describe(type) : "lists";
  }

  private static void row(String full, String value, Shape.Key key, StringBuilder table) {
    table.append(
        "| `%s` | %s | %s | %s |\n"
            .formatted(
                full, value, byDefault(key), key.description().orElse("").replace("|", "\\|")));
  }

  private static String byDefault(Shape.Key key) {
    Optional<String> text = key.byDefault().map(value -> "`" + value + "`");
    return text.orElse(
        key.optional() ? "none" : key.shape() instanceof Shape.Single ? "required" : "empty");
  }
}
