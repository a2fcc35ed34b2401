package dev.sluice.program.config;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/// What a configuration record expects at one place.
sealed interface Shape {
  /// Keys of a record, in its order.
  record Section(Class<? extends Record> type, List<Key> keys) implements Shape {}

  /// Any number of the same.
  record Many(Shape item) implements Shape {}

  /// Values under names that the file chooses.
  record Named(Shape item) implements Shape {}

  /// One value.
  record Single(Type type) implements Shape {
    boolean isSecret() {
      return type == SecretText.class;
    }
  }

  /// One component of a record.
  ///
  /// @param name in kebab-case
  /// @param optional whether the component is an `Optional`
  record Key(
      String name,
      Shape shape,
      boolean optional,
      Optional<String> byDefault,
      Optional<String> description) {
    boolean isSecret() {
      return shape instanceof Single single && single.isSecret();
    }
  }
}
