package dev.sluice.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Checks JSON against the schemas of a document; for any number of threads.
public final class SchemaCheck {
  private static final String DEFINITIONS = "#/$defs/";
  private static final int MISTAKES_LIMIT = 50;

  private final ObjectNode components;
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

  /// @param components records' schemas by name, referred to as [Schemas#REFERENCE] says
  public SchemaCheck(ObjectNode components) {
    this.components = components.deepCopy();
  }

  /// Everything that is wrong with a value, each with its path; empty if it fits. At most 50.
  public List<String> mistakes(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .limit(MISTAKES_LIMIT)
        .toList();
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("$defs", components);
    // The validator looks for definitions where JSON Schema keeps them.
    String text = whole.toString().replace(Schemas.REFERENCE, DEFINITIONS);
    try {
      return factory.getSchema(
          ApiJson.parse(text.getBytes(StandardCharsets.UTF_8)),
          SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
