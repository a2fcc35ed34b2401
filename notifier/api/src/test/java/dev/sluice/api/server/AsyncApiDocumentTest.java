package dev.sluice.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.api.schema.SchemaCheck;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.EventTypes;
import dev.sluice.events.GeneratedEvents;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The document against what the codecs write, and against AsyncAPI's own schema.
class AsyncApiDocumentTest {
  private static final Path SPECIFICATION =
      Path.of("src/test/asyncapi/node_modules/@asyncapi/specs/schemas/3.0.0.json");
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");

  private final JsonNode document = document();
  private final SchemaCheck open = new SchemaCheck(schemas());

  private static JsonNode document() {
    try {
      return ApiJson.parse(new AsyncApiDocument().bytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ObjectNode schemas() {
    return (ObjectNode) document.path("components").path("schemas");
  }

  @Test
  void givenEachEvent_whenSentInEitherMode_thenItFitsTheMessageThatBearsItsType()
      throws IOException {
    for (Seeded seed : Seeds.of("asyncapi", 50)) {
      for (Event event : GeneratedEvents.oneOfEach(seed)) {
        var stamped = new StampedEvent<>("1", "test", NOW, event);

        assertThat(open.mistakes(payload(event.type()), data(event))).as("%s", event).isEmpty();
        assertThat(
                open.mistakes(
                    payload(event.type() + ".structured"),
                    ApiJson.parse(EventCodec.encodeStructured(stamped))))
            .as("%s", event)
            .isEmpty();
      }
    }
  }

  @Test
  void givenEachEvent_whenItsDataIsComparedWithItsSchema_thenNoMemberIsUnknownAndNoneInvented()
      throws IOException {
    var closed = schemas().deepCopy();
    closed.forEach(schema -> ((ObjectNode) schema).put("additionalProperties", false));
    var check = new SchemaCheck(closed);
    Map<String, Set<String>> met = new HashMap<>();
    for (Seeded seed : Seeds.of("asyncapi members", 200)) {
      for (Event event : GeneratedEvents.oneOfEach(seed)) {
        assertThat(check.mistakes(payload(event.type()), data(event))).as("%s", event).isEmpty();
        data(event)
            .fieldNames()
            .forEachRemaining(met.computeIfAbsent(event.type(), _ -> new HashSet<>())::add);
      }
    }
    assertThat(met.keySet()).as("what is generated").isEqualTo(EventTypes.all().keySet());
    met.forEach(
        (type, members) -> {
          String name = payload(type).path("$ref").asText().replaceAll(".*/", "");
          assertThat(names(schemas().path(name).path("properties")))
              .as("members of %s that no event had in all those runs", type)
              .allSatisfy(member -> assertThat(members).contains(member));
        });
  }

  @Test
  void givenDocument_whenRead_thenReferencesLeadSomewhereAndTopicsAreThePipelines() {
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as("%s", reference)
                    .isFalse());
    assertThat(document.toString()).doesNotContain("no schema yet");
    assertThat(names(document.path("channels")))
        .containsAll(Topic.all().stream().map(Topic::kafkaName).toList())
        .contains("external", "mqtt.announce", "mqtt.confirmation", "mqtt.report");
    assertThat(names(document.path("channels").path("sluice.releases").path("messages")))
        .contains("release.signed", "release.withdrawn", "deltas.signed")
        .doesNotContain("rollout.changed");
  }

  @Test
  void givenSchemaOfAsyncApi_whenTheDocumentIsChecked_thenItIsAsyncApi3() throws IOException {
    assumeTrue(
        Files.exists(SPECIFICATION),
        "AsyncAPI's schema is not there: npm ci in notifier/api/src/test/asyncapi fetches it");
    var schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(Files.readString(SPECIFICATION));

    assertThat(schema.validate(document)).isEmpty();
    var broken = (ObjectNode) document.deepCopy();
    broken.remove("info");
    assertThat(schema.validate(broken)).as("the schema itself").isNotEmpty();
  }

  private JsonNode payload(String message) {
    JsonNode payload = document.path("components").path("messages").path(message).path("payload");
    assertThat(payload.isMissingNode()).as("message %s", message).isFalse();
    return payload;
  }

  private static JsonNode data(Event event) throws IOException {
    return ApiJson.parse(EventCodec.data(event));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
