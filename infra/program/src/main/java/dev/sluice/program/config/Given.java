package dev.sluice.program.config;

import java.util.List;
import java.util.Map;

/// What the sources say at one place, before it is bound; each with where it came from.
sealed interface Given {
  /// Where it came from, for people.
  String origin();

  /// What kind of source it came from.
  Layer layer();

  /// A single value; empty YAML values do not exist here.
  record Text(String value, Layer layer, String origin) implements Given {}

  /// Keys and what they hold, in order.
  record Fields(Map<String, Given> fields, Layer layer, String origin) implements Given {}

  /// A list.
  record Items(List<Given> items, Layer layer, String origin) implements Given {}

  /// The kinds of sources; later ones win.
  enum Layer {
    DEFAULT,
    FILE,
    ENVIRONMENT,
    FLAG
  }
}
