package dev.sluice.program.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns the text of a single value into what the record wants.
final class Scalars {
  private static final List<String> FACTORIES = List.of("parse", "of");

  private static final String FOLDER = "folder";
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .annotationIntrospector(new Factories())
          .addModule(
              new SimpleModule()
                  .addDeserializer(
                      Duration.class,
                      new FromText<>(Duration.class, (text, _) -> DurationText.parse(text)))
                  .addDeserializer(
                      LocalTime.class, new FromText<>(LocalTime.class, (text, _) -> time(text)))
                  .addDeserializer(
                      ZoneId.class, new FromText<>(ZoneId.class, (text, _) -> zone(text)))
                  .addDeserializer(Path.class, new FromText<>(Path.class, Scalars::path)))
          .build();

  private final ObjectReader reader;

  /// @param folder what relative paths are relative to
  Scalars(Path folder) {
    this.reader = MAPPER.reader().withAttribute(FOLDER, folder);
  }

  /// @throws IllegalArgumentException with what was expected and what came
  Object convert(String text, Type type) {
    var message = "expected %s, got '%s'".formatted(describe(type), text);
    if (text.isBlank() && type != String.class) {
      throw new IllegalArgumentException(message);
    }
    var written = type instanceof Class<?> raw && raw.isEnum() ? text.replace('-', '_') : text;
    try {
      Object value =
          reader.forType(MAPPER.constructType(type)).readValue(TextNode.valueOf(written));
      if (value == null) {
        throw new IllegalArgumentException(message);
      }
      return value;
    } catch (IOException e) {
      throw new IllegalArgumentException(own(e).orElse(message), e);
    }
  }

  private static Path path(String text, DeserializationContext context) {
    return ((Path) context.getAttribute(FOLDER)).resolve(text).normalize();
  }

  private static Optional<String> own(IOException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException && !(cause instanceof NumberFormatException)) {
        return Optional.ofNullable(cause.getMessage());
      }
    }
    return Optional.empty();
  }

  /// What a value of this type looks like.
  static String describe(Type type) {
    if (!(type instanceof Class<?> raw)) {
      return type.getTypeName();
    }
    if (raw.isEnum()) {
      return Arrays.stream(raw.getEnumConstants())
          .map(Scalars::written)
          .collect(Collectors.joining(" or "));
    }
    return switch (raw.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "Duration" -> "a duration like 500ms, 10m or PT10M";
      case "LocalTime" -> "a time of day like 01:30";
      case "ZoneId" -> "a time zone like Europe/Berlin";
      case "ByteSize" -> "a size like 64KiB or 20GiB";
      case "Path" -> "a path";
      case "URI" -> "a URI";
      case "SecretText" -> "a secret";
      case "String" -> "text";
      default -> withArticle(Shapes.kebab(raw.getSimpleName()).replace('-', ' '));
    };
  }

  private static String withArticle(String words) {
    return ("aeiou".indexOf(words.charAt(0)) < 0 ? "a " : "an ") + words;
  }

  /// An enum's constant as it stands in YAML.
  static String written(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The type of JSON that a value is written as.
  static String jsonType(Type type) {
    return switch (type.getTypeName()) {
      case "int", "java.lang.Integer", "long", "java.lang.Long" -> "integer";
      case "double", "java.lang.Double" -> "number";
      case "boolean", "java.lang.Boolean" -> "boolean";
      default -> "string";
    };
  }

  /// What a value that is written as text must match, for types whose form a pattern says.
  static Optional<String> pattern(Type type) {
    if (type == Duration.class) {
      return Optional.of("^([0-9]+(ms|s|m|h|d)|[-+]?[Pp].+)$");
    }
    if (type == LocalTime.class) {
      return Optional.of("^[0-2][0-9]:[0-5][0-9]");
    }
    return type == Share.class ? Optional.of("^[0-9]{1,3}([.][0-9]{1,4})?%$") : Optional.empty();
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "expected a time of day like 01:30, got '%s'".formatted(text), e);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expected a time zone like Europe/Berlin, got '%s'".formatted(text), e);
    }
  }

  /// Whether a record is written as one text: it has a static `parse` or `of` that takes one.
  static boolean isOneText(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
            .anyMatch(
                method ->
                    Modifier.isStatic(method.getModifiers())
                        && FACTORIES.contains(method.getName())
                        && method.getReturnType() == type
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
        || (type.isRecord()
            && type.getRecordComponents().length == 1
            && type.getRecordComponents()[0].getType() == String.class);
  }

  /// Static `parse(String)` and `of(String)` make a value.
  private static final class Factories extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public JsonCreator.@Nullable Mode findCreatorAnnotation(
        MapperConfig<?> config, Annotated annotated) {
      if (annotated instanceof AnnotatedMethod method
          && FACTORIES.contains(method.getName())
          && method.getParameterCount() == 1
          && method.getRawParameterType(0) == String.class) {
        return JsonCreator.Mode.DELEGATING;
      }
      return super.findCreatorAnnotation(config, annotated);
    }
  }

  private static final class FromText<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1;
    private final transient BiFunction<String, DeserializationContext, T> read;

    FromText(Class<T> type, BiFunction<String, DeserializationContext, T> read) {
      super(type);
      this.read = read;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return read.apply(parser.getText(), context);
    }
  }
}
