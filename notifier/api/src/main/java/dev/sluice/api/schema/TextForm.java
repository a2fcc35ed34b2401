package dev.sluice.api.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.Optional;

/// How a value type stands in JSON: as the text that its static `parse` reads and `toString`
/// writes.
record TextForm(Class<?> type, Method parse) {
  static Optional<TextForm> find(Class<?> type) {
    if (type.isEnum()) {
      return Optional.empty();
    }
    return find(type, String.class).or(() -> find(type, CharSequence.class));
  }

  private static Optional<TextForm> find(Class<?> type, Class<?> text) {
    try {
      Method parse = type.getMethod("parse", text);
      boolean reads = Modifier.isStatic(parse.getModifiers()) && type.equals(parse.getReturnType());
      return reads ? Optional.of(new TextForm(type, parse)) : Optional.empty();
    } catch (NoSuchMethodException _) {
      return Optional.empty();
    }
  }

  /// Reads a value.
  ///
  /// @throws IllegalArgumentException if the type refuses the text, in its own words
  Object read(String text) {
    try {
      return parse.invoke(null, text);
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IllegalArgumentException(String.valueOf(cause.getMessage()), cause);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(parse + " must be public, in a public type", e);
    }
  }

  /// What the text may be, in words, if the type says.
  Optional<String> syntax() {
    try {
      return Optional.of(String.valueOf(type.getField("SYNTAX").get(null)));
    } catch (NoSuchFieldException | IllegalAccessException _) {
      return Optional.empty();
    }
  }
}
