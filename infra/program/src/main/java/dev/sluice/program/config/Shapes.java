package dev.sluice.program.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the shape of a configuration from its record type. What does not fit is a bug of the
/// record.
final class Shapes {
  private Shapes() {}

  static Shape.Section of(Class<? extends Record> type) {
    var keys = new ArrayList<Shape.Key>();
    for (var component : type.getRecordComponents()) {
      keys.add(key(component));
    }
    return new Shape.Section(type, List.copyOf(keys));
  }

  private static Shape.Key key(RecordComponent component) {
    boolean optional = component.getType() == Optional.class;
    var type = optional ? argument(component.getGenericType(), 0) : component.getGenericType();
    var byDefault = Optional.ofNullable(component.getAnnotation(Default.class)).map(Default::value);
    if (optional && byDefault.isPresent()) {
      throw new IllegalStateException(
          component + " has a default, so it is never empty: expected no Optional");
    }
    return new Shape.Key(
        kebab(component.getName()),
        shape(type),
        optional,
        byDefault,
        Optional.ofNullable(component.getAnnotation(Describe.class)).map(Describe::value));
  }

  private static Shape shape(Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new Shape.Many(shape(argument(type, 0)));
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      return new Shape.Named(shape(argument(type, 1)));
    }
    if (type instanceof Class<?> raw && raw.isRecord() && !Scalars.isOneText(raw)) {
      return of(raw.asSubclass(Record.class));
    }
    return new Shape.Single(type);
  }

  private static Type argument(Type type, int index) {
    if (type instanceof ParameterizedType generic) {
      return generic.getActualTypeArguments()[index];
    }
    throw new IllegalStateException(type + " must say of what it is");
  }

  /// `maxAge` is `max-age`.
  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
