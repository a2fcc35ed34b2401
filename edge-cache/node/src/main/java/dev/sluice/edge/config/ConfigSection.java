package dev.sluice.edge.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// One mapping of a configuration file. Mistakes are collected, and reading goes on with harmless
/// values, so that all are found in one run.
final class ConfigSection {
  private final JsonNode node;
  private final String prefix;
  private final List<String> mistakes;
  private final Set<String> known = new HashSet<>();

  ConfigSection(JsonNode node, String prefix, List<String> mistakes) {
    this.node = node;
    this.prefix = prefix;
    this.mistakes = mistakes;
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  String text(String key) {
    known.add(key);
    var value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      mistakes.add(prefix + key + " is required");
      return "";
    }
    if (!value.isValueNode() || value.asText().isBlank()) {
      mistakes.add(prefix + key + " must be a text, got " + value);
      return "";
    }
    return value.asText();
  }

  String text(String key, String otherwise) {
    known.add(key);
    return has(key) ? text(key) : otherwise;
  }

  long number(String key, long min, long max) {
    known.add(key);
    var value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      mistakes.add(prefix + key + " is required");
    } else if (!value.isIntegralNumber() || value.asLong() < min || value.asLong() > max) {
      mistakes.add(
          "%s%s must be a number from %d to %d, got %s".formatted(prefix, key, min, max, value));
    } else {
      return value.asLong();
    }
    return min;
  }

  OptionalLong findNumber(String key, long min, long max) {
    known.add(key);
    return has(key) ? OptionalLong.of(number(key, min, max)) : OptionalLong.empty();
  }

  ConfigSection section(String key) {
    known.add(key);
    var value = node.path(key);
    if (!value.isObject()) {
      mistakes.add(prefix + key + " must be a mapping");
      return new ConfigSection(JsonNodeFactory.instance.objectNode(), prefix + key + ".", mistakes);
    }
    return new ConfigSection(value, prefix + key + ".", mistakes);
  }

  /// Every key that nobody asked for is a mistake.
  void finish() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                mistakes.add(prefix + key + " is not a known key");
              }
            });
  }
}
