package dev.sluice.api.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.api.schema.EventSchemas;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.EventTypes;
import dev.sluice.events.Topic;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.NodeReported;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;

/// The AsyncAPI 3.0 document of the pipeline: its topics in Kafka, the topics of devices in MQTT,
/// and what external channels send.
///
/// Each event is a message twice: in binary mode, where the payload is its data and the attributes
/// are Kafka headers, and in structured mode, where the payload is the whole CloudEvent.
final class AsyncApiDocument {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String STRUCTURED = ".structured";
  private static final String TEST = "channel.tested";
  private static final String EXTERNAL = "external";

  /// What external channels may be told to send.
  private static final List<String> TOLD =
      List.of(
          "rollout.changed",
          "release.signed",
          "release.withdrawn",
          "deltas.signed",
          "wave.announced",
          "policy.applied",
          "dead.letter");

  private final EventSchemas schemas = new EventSchemas();
  private final SortedMap<String, Class<? extends Event>> types = EventTypes.all();
  private final ObjectNode root = NODES.objectNode();
  private final ObjectNode messages = NODES.objectNode();

  AsyncApiDocument() {
    root.put("asyncapi", "3.0.0");
    root.putObject("info")
        .put("title", "Sluice")
        .put("version", "1")
        .put("description", "Events are CloudEvents 1.0. Everything is sent at least once.");
    root.put("defaultContentType", EventCodec.DATA_CONTENT_TYPE);
    types.forEach(this::message);
    testMessage();
    root.putObject("channels");
    root.putObject("operations");
    Topic.all().forEach(this::topic);
    device();
    external();
    var components = root.putObject("components");
    components.set("messages", messages);
    components.set("schemas", schemas.components());
  }

  private void message(String type, Class<? extends Event> event) {
    ObjectNode data = schemas.of(event);
    messages
        .putObject(type)
        .put("name", type)
        .put("title", type + " on Kafka (binary mode)")
        .put("contentType", EventCodec.DATA_CONTENT_TYPE)
        .set("payload", data);
    messages.withObjectProperty(type).set("headers", headers(type));
    structured(type, data);
  }

  private void structured(String type, ObjectNode data) {
    var payload = NODES.objectNode().put("type", "object");
    var properties = payload.putObject("properties");
    attributes(type, "", properties);
    properties.set("data", data);
    var required = payload.putArray("required");
    List.of("specversion", "id", "source", "type", "time", "data").forEach(required::add);
    messages
        .putObject(type + STRUCTURED)
        .put("name", type)
        .put("title", type + " as one document (structured mode)")
        .put("contentType", EventCodec.STRUCTURED_CONTENT_TYPE)
        .set("payload", payload);
  }

  private void testMessage() {
    var data = NODES.objectNode().put("type", "object");
    var properties = data.putObject("properties");
    properties.putObject("channel").put("type", "string");
    properties.putObject("by").put("type", "string").put("description", "who tries the channel");
    data.putArray("required").add("channel").add("by");
    structured(TEST, data);
  }

  private static ObjectNode headers(String type) {
    var headers = NODES.objectNode().put("type", "object");
    attributes(type, "ce_", headers.putObject("properties"));
    var required = headers.putArray("required");
    List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time").forEach(required::add);
    return headers;
  }

  private static void attributes(String type, String prefix, ObjectNode properties) {
    properties.putObject(prefix + "specversion").put("const", "1.0");
    properties
        .putObject(prefix + "id")
        .put("type", "string")
        .put("description", "the same whenever the event is sent again");
    properties.putObject(prefix + "source").put("type", "string");
    properties.putObject(prefix + "type").put("const", type);
    properties
        .putObject(prefix + "subject")
        .put("type", "string")
        .put("description", "the event's key");
    properties.putObject(prefix + "time").put("type", "string").put("format", "date-time");
    properties.putObject(prefix + "datacontenttype").put("const", EventCodec.DATA_CONTENT_TYPE);
    properties
        .putObject(prefix + "traceparent")
        .put("type", "string")
        .put("description", "W3C trace context, if the event is followed");
  }

  private void topic(Topic<?> topic) {
    String name = topic.kafkaName();
    List<String> held =
        types.entrySet().stream()
            .filter(entry -> topic.holds(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    ObjectNode channel = channel(name, name, held);
    channel.put(
        "description",
        topic.compacted()
            ? "the latest event of each key"
            : topic.retention().map(time -> "kept for " + time.toDays() + " days").orElse("kept"));
    channel
        .putObject("bindings")
        .putObject("kafka")
        .put("topic", name)
        .put("bindingVersion", "0.5.0");
    operation("receive", name);
  }

  private ObjectNode channel(String name, String address, List<String> held) {
    ObjectNode channel = root.withObjectProperty("channels").putObject(name);
    channel.put("address", address);
    var of = channel.putObject("messages");
    held.forEach(message -> of.putObject(message).put("$ref", "#/components/messages/" + message));
    return channel;
  }

  private void operation(String action, String channel) {
    root.withObjectProperty("operations")
        .putObject(action + "." + channel)
        .put("action", action)
        .putObject("channel")
        .put("$ref", "#/channels/" + channel);
  }

  private void device() {
    mqtt(
        "mqtt.announce",
        "sluice/announce/{product}/{ring}",
        "send",
        List.of(WaveAnnounced.class, RolloutHalted.class));
    mqtt(
        "mqtt.confirmation",
        "sluice/device/{device}/confirmation",
        "receive",
        List.of(SignedConfirmation.class));
    mqtt(
        "mqtt.report",
        "sluice/device/{device}/report",
        "receive",
        List.of(DeviceEnrolled.class, DeviceReported.class));
    mqtt("mqtt.node-report", "sluice/node/{node}/report", "receive", List.of(NodeReported.class));
  }

  private void mqtt(
      String name, String address, String action, List<Class<? extends Event>> events) {
    List<String> held =
        types.entrySet().stream()
            .filter(entry -> events.contains(entry.getValue()))
            .map(entry -> entry.getKey() + STRUCTURED)
            .toList();
    ObjectNode channel = channel(name, address, held);
    var parameters = channel.putObject("parameters");
    Pattern.compile("\\{([a-z]+)}")
        .matcher(address)
        .results()
        .forEach(found -> parameters.putObject(found.group(1)));
    operation(action, name);
  }

  /// The address is the receiver's.
  private void external() {
    List<String> held = TOLD.stream().map(type -> type + STRUCTURED).toList();
    ObjectNode channel = channel(EXTERNAL, "", held);
    channel.putNull("address");
    channel
        .withObjectProperty("messages")
        .putObject(TEST + STRUCTURED)
        .put("$ref", "#/components/messages/" + TEST + STRUCTURED);
    channel.put(
        "description", "what a notifier's external channels send, in the format cloudevents");
    operation("send", EXTERNAL);
  }

  byte[] bytes() {
    return ApiJson.write(root);
  }
}
