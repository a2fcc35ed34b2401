package dev.sluice.program.config;

import dev.sluice.program.config.Given.Fields;
import dev.sluice.program.config.Given.Items;
import dev.sluice.program.config.Given.Layer;
import dev.sluice.program.config.Given.Text;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes records of what is given, and goes on after a mistake so that all are found.
final class Binder {
  private static final int MAX_SECRET_BYTES = 64 * 1024;

  private final Scalars inFile;
  private final Scalars outside = new Scalars(Path.of(""));
  private final Path folder;
  private final List<String> mistakes;
  private final List<Setting> settings = new ArrayList<>();

  /// @param folder what relative paths of the file are relative to
  /// @param mistakes where to add what is wrong
  Binder(Path folder, List<String> mistakes) {
    this.folder = folder;
    this.inFile = new Scalars(folder);
    this.mistakes = mistakes;
  }

  List<Setting> settings() {
    return settings;
  }

  /// The record; empty if anything in it is wrong.
  Optional<Record> section(Shape.Section section, Fields given, String path) {
    refuseUnknown(section, given, path);
    var values = new ArrayList<@Nullable Object>();
    boolean complete = true;
    for (var key : section.keys()) {
      var value =
          key.isSecret()
              ? secret(key, given, join(path, key.name()))
              : key(key, given, join(path, key.name()));
      complete &= value.isPresent();
      values.add(value.orElse(null));
    }
    return complete ? construct(section, values, path) : Optional.empty();
  }

  private void refuseUnknown(Shape.Section section, Fields given, String path) {
    given
        .fields()
        .forEach(
            (name, value) -> {
              if (section.keys().stream().noneMatch(key -> isNamed(key, name))) {
                mistakes.add(
                    "%s: no such key (%s); expected one of %s"
                        .formatted(
                            join(path, name),
                            value.origin(),
                            section.keys().stream()
                                .map(Binder::asWritten)
                                .collect(Collectors.joining(", "))));
              }
            });
  }

  private static boolean isNamed(Shape.Key key, String name) {
    return name.equals(key.name()) || (key.isSecret() && name.equals(key.name() + Names.FILE));
  }

  private static String asWritten(Shape.Key key) {
    return key.isSecret() ? key.name() + Names.FILE : key.name();
  }

  private Optional<Object> key(Shape.Key key, Fields given, String path) {
    var value = given.fields().get(key.name());
    if (value == null) {
      return absent(key, path);
    }
    var bound = value(key.shape(), value, path);
    return key.optional() ? bound.map(Optional::of) : bound;
  }

  private Optional<Object> absent(Shape.Key key, String path) {
    if (key.optional()) {
      return Optional.of(Optional.empty());
    }
    if (key.byDefault().isPresent()) {
      return value(key.shape(), byDefault(key.shape(), key.byDefault().get()), path);
    }
    return switch (key.shape()) {
      case Shape.Section section ->
          section(section, new Fields(Map.of(), Layer.DEFAULT, "default"), path)
              .map(bound -> bound);
      case Shape.Many _ -> Optional.of(List.of());
      case Shape.Named _ -> Optional.of(Map.of());
      case Shape.Single(var type) -> {
        mistakes.add("%s: missing; expected %s".formatted(path, Scalars.describe(type)));
        yield Optional.empty();
      }
    };
  }

  private static Given byDefault(Shape shape, String text) {
    var single = new Text(text, Layer.DEFAULT, "default");
    if (shape instanceof Shape.Many) {
      return new Items(
          Arrays.stream(text.split(",", -1))
              .map(String::strip)
              .filter(item -> !item.isEmpty())
              .<Given>map(item -> new Text(item, Layer.DEFAULT, "default"))
              .toList(),
          Layer.DEFAULT,
          "default");
    }
    return single;
  }

  private Optional<Object> value(Shape shape, Given given, String path) {
    return switch (shape) {
      case Shape.Section section when given instanceof Fields fields ->
          section(section, fields, path).map(bound -> bound);
      case Shape.Many many when given instanceof Items items -> many(many, items, path);
      case Shape.Named named when given instanceof Fields fields -> named(named, fields, path);
      case Shape.Single single when given instanceof Text text -> single(single, text, path);
      case Shape.Section _, Shape.Many _, Shape.Named _, Shape.Single _ -> {
        mistakes.add(
            "%s: expected %s, got %s (%s)"
                .formatted(path, describe(shape), describe(given), given.origin()));
        yield Optional.empty();
      }
    };
  }

  private static String describe(Shape shape) {
    return switch (shape) {
      case Shape.Section _ -> "keys with values";
      case Shape.Many _ -> "a list";
      case Shape.Named _ -> "names with values";
      case Shape.Single(var type) -> Scalars.describe(type);
    };
  }

  private static String describe(Given given) {
    return switch (given) {
      case Fields _ -> "keys with values";
      case Items _ -> "a list";
      case Text text -> "'" + text.value() + "'";
    };
  }

  private Optional<Object> many(Shape.Many many, Items given, String path) {
    var values = new ArrayList<>();
    boolean complete = true;
    for (int i = 0; i < given.items().size(); i++) {
      var value = value(many.item(), given.items().get(i), "%s[%d]".formatted(path, i));
      complete &= value.isPresent();
      value.ifPresent(values::add);
    }
    return complete ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  private Optional<Object> named(Shape.Named named, Fields given, String path) {
    var values = new LinkedHashMap<String, Object>();
    boolean complete = true;
    for (var entry : given.fields().entrySet()) {
      var value = value(named.item(), entry.getValue(), join(path, entry.getKey()));
      complete &= value.isPresent();
      value.ifPresent(found -> values.put(entry.getKey(), found));
    }
    return complete ? Optional.of(java.util.Collections.unmodifiableMap(values)) : Optional.empty();
  }

  private Optional<Object> single(Shape.Single single, Text given, String path) {
    if (single.isSecret()) {
      mistakes.add(path + ": a secret in a list or map cannot be given; it needs a key of its own");
      return Optional.empty();
    }
    settings.add(new Setting(path, given.value(), given.origin()));
    try {
      var scalars =
          given.layer() == Layer.ENVIRONMENT || given.layer() == Layer.FLAG ? outside : inFile;
      return Optional.of(scalars.convert(given.value(), single.type()));
    } catch (IllegalArgumentException e) {
      mistakes.add("%s: %s (%s)".formatted(path, e.getMessage(), given.origin()));
      return Optional.empty();
    }
  }

  private Optional<Object> secret(Shape.Key key, Fields given, String path) {
    var plain = given.fields().get(key.name());
    var file = given.fields().get(key.name() + Names.FILE);
    if (plain != null && plain.layer() != Layer.ENVIRONMENT) {
      mistakes.add(
          "%s: a secret may not stand here in plain text (%s); write it to a file only you can read and give %s%s: PATH"
              .formatted(path, plain.origin(), path, Names.FILE));
      return Optional.empty();
    }
    if (plain == null && file == null) {
      if (key.optional()) {
        return Optional.of(Optional.empty());
      }
      mistakes.add(
          "%s%s: missing; expected the path of a file that holds the secret"
              .formatted(path, Names.FILE));
      return Optional.empty();
    }
    var bound =
        plain instanceof Text text
                && (file == null || file.layer().compareTo(Layer.ENVIRONMENT) < 0)
            ? secret(text.value(), path, text.origin())
            : fromFile(file, path);
    return key.optional() ? bound.map(Optional::of) : bound;
  }

  private Optional<Object> fromFile(@Nullable Given given, String path) {
    if (!(given instanceof Text text)) {
      mistakes.add("%s%s: expected a path".formatted(path, Names.FILE));
      return Optional.empty();
    }
    var file = text.layer() == Layer.FILE ? folder.resolve(text.value()) : Path.of(text.value());
    try {
      if (Files.size(file) > MAX_SECRET_BYTES) {
        mistakes.add(
            "%s%s: expected a secret, got a file of %d bytes: %s"
                .formatted(path, Names.FILE, Files.size(file), file));
        return Optional.empty();
      }
      return secret(Files.readString(file, StandardCharsets.UTF_8).strip(), path, "file " + file);
    } catch (IOException e) {
      mistakes.add("%s%s: cannot read %s (%s)".formatted(path, Names.FILE, file, text.origin()));
      return Optional.empty();
    }
  }

  private Optional<Object> secret(String text, String path, String origin) {
    settings.add(new Setting(path, "***", origin));
    if (text.isEmpty()) {
      mistakes.add("%s: expected a secret, got nothing (%s)".formatted(path, origin));
      return Optional.empty();
    }
    return Optional.of(new SecretText(text));
  }

  private Optional<Record> construct(
      Shape.Section section, List<@Nullable Object> values, String path) {
    var types =
        Arrays.stream(section.type().getRecordComponents())
            .map(component -> component.getType())
            .toArray(Class<?>[]::new);
    try {
      var constructor = section.type().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(values.toArray()));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        mistakes.add(under(section, path, String.valueOf(refused.getMessage())));
        return Optional.empty();
      }
      throw new IllegalStateException(
          section.type() + " must accept or refuse its values", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(section.type() + " must have its canonical constructor", e);
    }
  }

  /// A message that begins with one of the section's keys names that key.
  private static String under(Shape.Section section, String path, String message) {
    boolean namesKey =
        section.keys().stream().anyMatch(key -> message.startsWith(key.name() + ": "));
    if (namesKey) {
      return join(path, message);
    }
    return path.isEmpty() ? message : path + ": " + message;
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
