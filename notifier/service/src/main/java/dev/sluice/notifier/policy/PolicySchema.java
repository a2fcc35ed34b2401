package dev.sluice.notifier.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.program.config.Documents;
import dev.sluice.rollout.policy.Pace;
import dev.sluice.rollout.policy.RolloutPolicy;

/// What a policy may say, as a JSON schema (2020-12) for editors.
///
/// The keys, their forms and defaults are those of [PolicyDocument], so that none is missing. The
/// bounds that a key's type does not say are added here. What keys mean together, `policy lint`
/// checks.
public final class PolicySchema {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RING = "/properties/rings/items";

  private PolicySchema() {}

  /// The schema.
  public static String text() {
    try {
      JsonNode schema =
          JSON.readTree(Documents.jsonSchema("A rollout policy", PolicyDocument.class));
      at(schema, "/properties/rings").put("minItems", 1).put("maxItems", RolloutPolicy.MAX_RINGS);
      at(schema, "/properties/floor-releases")
          .put("maxItems", FloorReleases.MAX_FLOORS)
          .put("uniqueItems", true);
      at(schema, RING).withArray("required").add("selector");
      at(schema, RING + "/properties/selector").put("minProperties", 1).put("maxProperties", 1);
      at(schema, RING + "/properties/selector/properties/everyone").put("const", true);
      at(schema, RING + "/properties/waves").put("minItems", 1);
      bound(schema, "pace/properties/devices-per-minute", Pace.Limited.FASTEST);
      bound(schema, "pace/properties/up-to", Pace.Limited.FASTEST);
      bound(schema, "pace/properties/growth", Pace.Limited.MOST_GROWTH);
      at(schema, RING + "/properties/gate/properties/sample").put("minimum", 0);
      return schema.toPrettyString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema of our own must be readable", e);
    }
  }

  /// From 1 on.
  private static void bound(JsonNode schema, String key, long most) {
    at(schema, RING + "/properties/" + key).put("minimum", 1).put("maximum", most);
  }

  private static ObjectNode at(JsonNode schema, String pointer) {
    return schema.at(pointer) instanceof ObjectNode found ? found : missing(pointer);
  }

  private static ObjectNode missing(String pointer) {
    throw new IllegalStateException("the schema must have " + pointer);
  }
}
