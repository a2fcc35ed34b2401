package dev.sluice.api;

import java.util.List;

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

  /// A file in one of several languages, of any length.
  ///
  /// @param mediaTypes such as `text/csv`
  record File(List<String> mediaTypes) implements Shape {
    /// Copies.
    public File {
      mediaTypes = List.copyOf(mediaTypes);
    }
  }

  /// Server-sent events, each with a record as its data.
  record Events(Class<?> data) implements Shape {}
}
