package dev.sluice.api.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON Schema (2020-12) of records, each under its simple name; for one thread.
///
/// A library could do this for any Java type; records and value types need the two pages below.
public final class Schemas {
  /// Where a document keeps the records' schemas.
  public static final String REFERENCE = "#/components/schemas/";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, Class<?>> types = new TreeMap<>();
  private final Map<String, ObjectNode> schemas = new TreeMap<>();

  /// The schema of a record that a server sends: readers ignore members that they do not know.
  public ObjectNode open(Class<?> type) {
    return of(type, false);
  }

  /// The schema of a record that a server reads: unknown members are mistakes.
  public ObjectNode closed(Class<?> type) {
    return of(type, true);
  }

  /// A page of a record.
  public ObjectNode page(Class<?> item) {
    var page = NODES.objectNode().put("type", "object");
    var properties = page.putObject("properties");
    properties.putObject("items").put("type", "array").set("items", open(item));
    properties
        .putObject("next")
        .put("type", "string")
        .put("description", "the next page's cursor; absent at the end");
    page.putArray("required").add("items");
    return page;
  }

  /// Every record met so far, by name.
  public ObjectNode components() {
    var all = NODES.objectNode();
    schemas.forEach(all::set);
    return all;
  }

  private ObjectNode of(Type type, boolean closed) {
    return switch (type) {
      case ParameterizedType generic -> generic(generic, closed);
      case Class<?> plain -> plain(plain, closed);
      default -> throw unknown(type);
    };
  }

  private ObjectNode generic(ParameterizedType type, boolean closed) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (Collection.class.isAssignableFrom(raw)) {
      return NODES.objectNode().put("type", "array").set("items", of(arguments[0], closed));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return NODES
          .objectNode()
          .put("type", "object")
          .set("additionalProperties", of(arguments[1], closed));
    }
    throw unknown(type);
  }

  private ObjectNode plain(Class<?> boxed, boolean closed) {
    Class<?> type = MethodType.methodType(boxed).unwrap().returnType();
    var schema = NODES.objectNode();
    if (type == String.class) {
      return schema.put("type", "string");
    }
    if (type == boolean.class) {
      return schema.put("type", "boolean");
    }
    if (type == int.class || type == long.class || type == Long.class) {
      return schema.put("type", "integer").put("format", type == int.class ? "int32" : "int64");
    }
    if (type == double.class) {
      return schema.put("type", "number");
    }
    if (type.isEnum()) {
      var words = schema.put("type", "string").putArray("enum");
      for (Object constant : type.getEnumConstants()) {
        words.add(ApiJson.word((Enum<?>) constant));
      }
      return schema;
    }
    var text = TextForm.find(type);
    if (text.isPresent()) {
      return text(text.get());
    }
    if (type.isRecord()) {
      component(type, closed);
      return schema.put("$ref", REFERENCE + type.getSimpleName());
    }
    throw unknown(type);
  }

  private static ObjectNode text(TextForm form) {
    var schema = NODES.objectNode().put("type", "string");
    if (form.type() == Instant.class) {
      schema.put("format", "date-time");
    } else if (form.type() == Duration.class) {
      schema.put("format", "duration");
    }
    form.syntax().ifPresent(syntax -> schema.put("description", syntax));
    return schema;
  }

  private void component(Class<?> type, boolean closed) {
    String name = type.getSimpleName();
    @Nullable Class<?> known = types.putIfAbsent(name, type);
    if (known != null && known != type) {
      throw new IllegalArgumentException("two records of one name: " + known + ", " + type);
    }
    @Nullable ObjectNode made = schemas.get(name);
    boolean isDone = made != null && (!closed || made.has("additionalProperties"));
    if (isDone) {
      return;
    }
    var schema = NODES.objectNode().put("type", "object");
    schemas.put(name, schema);
    if (closed) {
      schema.put("additionalProperties", false);
    }
    var properties = schema.putObject("properties");
    var required = schema.putArray("required");
    for (RecordComponent component : type.getRecordComponents()) {
      Optional<Type> optional = optional(component.getGenericType());
      if (optional.isEmpty()) {
        required.add(component.getName());
      }
      properties.set(
          component.getName(), of(optional.orElseGet(component::getGenericType), closed));
    }
  }

  private static Optional<Type> optional(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? Optional.of(generic.getActualTypeArguments()[0])
        : Optional.empty();
  }

  private static IllegalArgumentException unknown(Type type) {
    return new IllegalArgumentException("no JSON form is known for " + type.getTypeName());
  }
}
