package dev.sluice.api.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.ByteString;
import dev.sluice.events.Event;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rollout.FailureCause;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.rollout.RingSpan;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON Schema (2020-12) of the data of events, each under its simple name; for one thread.
///
/// A member of the data has the name of the record's component. The exceptions are listed here;
/// a test compares the schemas with what the codecs write. Texts and lists need not be there: an
/// empty one may be left out. Readers ignore members that they do not know.
public final class EventSchemas {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// Members that are left out while they have their usual value.
  private static final Set<String> SOMETIMES = Set.of("attempt", "flags", "kind", "ringsFormat");

  /// How the description of a value begins whose form is not known here.
  private static final String UNKNOWN = "no schema yet: ";

  private final Map<String, ObjectNode> schemas = new TreeMap<>();

  /// The schema of an event's data, as a reference into [#components()].
  public ObjectNode of(Class<? extends Event> event) {
    return record(event);
  }

  /// Every record met so far, by name; they refer to each other as [Schemas#REFERENCE] says.
  public ObjectNode components() {
    var all = NODES.objectNode();
    schemas.forEach(all::set);
    return all;
  }

  private ObjectNode record(Class<?> type) {
    String name = type.getSimpleName();
    if (!schemas.containsKey(name)) {
      var schema = NODES.objectNode().put("type", "object");
      schemas.put(name, schema);
      var properties = schema.putObject("properties");
      var required = schema.putArray("required");
      for (RecordComponent component : type.getRecordComponents()) {
        Optional<ObjectNode> spread = spread(component.getType());
        if (spread.isPresent()) {
          properties.setAll(spread.get());
        } else {
          properties.set(component.getName(), value(component.getGenericType()));
          if (isAlwaysThere(component)) {
            required.add(component.getName());
          }
        }
      }
    }
    return reference(name);
  }

  private static ObjectNode reference(String name) {
    return NODES.objectNode().put("$ref", Schemas.REFERENCE + name);
  }

  private static boolean isAlwaysThere(RecordComponent component) {
    Class<?> type = component.getType();
    return !SOMETIMES.contains(component.getName())
        && type != Optional.class
        && type != String.class
        && type != FailureCauses.class
        && type != HeldDevices.class
        && !Collection.class.isAssignableFrom(type)
        && !Map.class.isAssignableFrom(type);
  }

  /// Types whose parts stand among the members of the record that has them.
  private Optional<ObjectNode> spread(Class<?> type) {
    if (type == RingSpan.class) {
      var members = NODES.objectNode();
      members.set("startedAt", value(Instant.class));
      members.set("endedAt", value(Instant.class));
      return Optional.of(members);
    }
    if (type == Progress.class) {
      var members = NODES.objectNode();
      members.set("step", text("what was reached, such as fetched or rolled-back"));
      members.set("text", text("why"));
      members.set("source", plain(Progress.Source.class));
      members.set("form", plain(Progress.Form.class));
      members.set("lengthBytes", plain(long.class));
      members.set("wholeBytes", plain(long.class));
      members.set("version", plain(Version.class));
      members.set("outcome", plain(Outcome.class));
      return Optional.of(members);
    }
    if (type == OutcomeReason.class) {
      var members = NODES.objectNode();
      members.set("reason", record(OutcomeReason.class));
      members.set("detail", text("the reason, as agents before codes said it"));
      return Optional.of(members);
    }
    return Optional.empty();
  }

  private ObjectNode value(Type type) {
    if (!(type instanceof ParameterizedType generic)) {
      return plain((Class<?>) type);
    }
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] arguments = generic.getActualTypeArguments();
    if (raw == Optional.class) {
      return value(arguments[0]);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return NODES.objectNode().put("type", "array").set("items", value(arguments[0]));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return NODES
          .objectNode()
          .put("type", "object")
          .set("additionalProperties", value(arguments[1]));
    }
    return NODES.objectNode().put("description", UNKNOWN + type.getTypeName());
  }

  private ObjectNode plain(Class<?> boxed) {
    Class<?> type = MethodType.methodType(boxed).unwrap().returnType();
    var schema = NODES.objectNode();
    if (type == String.class) {
      return schema.put("type", "string");
    }
    if (type == boolean.class) {
      return schema.put("type", "boolean");
    }
    if (type == int.class || type == long.class) {
      return schema.put("type", "integer").put("format", type == int.class ? "int32" : "int64");
    }
    if (type == double.class) {
      return schema.put("type", "number");
    }
    if (type == Instant.class) {
      return schema.put("type", "string").put("format", "date-time");
    }
    if (type == Digest.class) {
      return schema.put("type", "string").put("pattern", "^[0-9a-f]{64}$");
    }
    if (type == ByteString.class) {
      return schema.put("type", "string").put("contentEncoding", "base64");
    }
    if (type.isEnum()) {
      var words = schema.put("type", "string").putArray("enum");
      for (Object constant : type.getEnumConstants()) {
        words.add(ApiJson.word((Enum<?>) constant));
      }
      return schema;
    }
    return document(type).orElseGet(() -> structured(type));
  }

  private ObjectNode structured(Class<?> type) {
    var form = TextForm.find(type);
    if (form.isPresent()) {
      return text(form.get().syntax().orElse("a " + type.getSimpleName()));
    }
    if (type.isRecord()) {
      return record(type);
    }
    // No program stops for want of a schema; the test asks for it.
    return NODES.objectNode().put("description", UNKNOWN + type.getSimpleName());
  }

  private static ObjectNode text(String description) {
    return NODES.objectNode().put("type", "string").put("description", description);
  }

  /// Types that have a form of their own.
  private Optional<ObjectNode> document(Class<?> type) {
    if (type == RingsDocument.class) {
      return Optional.of(
          object("the rings document as it is signed; its format version says what it may hold"));
    }
    if (type == JsonObject.class) {
      return Optional.of(object("any members"));
    }
    if (type == TargetFile.class) {
      return Optional.of(target());
    }
    if (type == FailureCauses.class) {
      return Optional.of(causes());
    }
    if (type == HeldDevices.class) {
      ObjectNode held = object("devices by the name of the hold that keeps them out");
      return Optional.of(held.set("additionalProperties", plain(long.class)));
    }
    return Optional.empty();
  }

  private static ObjectNode object(String description) {
    return NODES.objectNode().put("type", "object").put("description", description);
  }

  private ObjectNode target() {
    var target = NODES.objectNode().put("type", "object");
    var properties = target.putObject("properties");
    properties.set("path", text("as TUF knows the target"));
    properties.set("lengthBytes", plain(long.class));
    properties.set("sha256", plain(Digest.class));
    properties.set("custom", object("what TUF's custom says of it"));
    target.putArray("required").add("path").add("lengthBytes").add("sha256");
    schemas.put("TargetFile", target);
    return reference("TargetFile");
  }

  /// Each cause with the number of its devices.
  private ObjectNode causes() {
    ObjectNode reference = record(FailureCause.class);
    @Nullable ObjectNode cause = schemas.get("FailureCause");
    if (cause != null) {
      cause.withObjectProperty("properties").set("devices", plain(long.class));
    }
    return NODES.objectNode().put("type", "array").set("items", reference);
  }
}
