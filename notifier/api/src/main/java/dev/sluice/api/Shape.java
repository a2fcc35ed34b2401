package dev.sluice.api;

/// The form of a body, in either direction.
public sealed interface Shape {
  /// Nothing.
  record Empty() implements Shape {}

  /// A record as JSON.
  record Json(Class<?> type) implements Shape {}

  /// A [Page] of records.
  record Pages(Class<?> item) implements Shape {}

  /// Text in another language.
  ///
  /// @param mediaType such as `application/yaml`
  record Text(String mediaType) implements Shape {}

  /// Server-sent events, each with a record as its data.
  record Events(Class<?> data) implements Shape {}
}
