package dev.sluice.notifier.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One mapping of a YAML document, read key by key; mistakes gather until [#finish(String)].
///
/// A value that is there but wrong counts as absent, so that reading goes on and finds the next
/// mistake.
final class Settings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%");
  private static final int WHOLE_PERCENT = 100;

  private final JsonNode node;
  private final String path;
  private final List<String> mistakes;
  private final Set<String> read = new HashSet<>();
  private final List<Settings> children;

  private Settings(JsonNode node, String path, List<String> mistakes, List<Settings> all) {
    this.node = node;
    this.path = path;
    this.mistakes = mistakes;
    this.children = all;
    all.add(this);
  }

  /// Reads a document, which must be a mapping; an empty one has no keys.
  static Settings parse(String source, String yaml) throws InvalidConfigException {
    try {
      var mapper =
          YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
      JsonNode root = mapper.readTree(yaml);
      if (root == null || root.isMissingNode() || root.isNull()) {
        root = JsonNodeFactory.instance.objectNode();
      }
      if (!root.isObject()) {
        throw new InvalidConfigException(source, List.of("expected keys and values at the top"));
      }
      return new Settings(root, "", new ArrayList<>(), new ArrayList<>());
    } catch (JsonProcessingException e) {
      throw new InvalidConfigException(source, List.of("not YAML: " + e.getOriginalMessage()));
    }
  }

  /// Refuses if there was any mistake, unknown keys included.
  void finish(String source) throws InvalidConfigException {
    for (Settings settings : children) {
      for (Map.Entry<String, JsonNode> entry : settings.node.properties()) {
        if (!settings.read.contains(entry.getKey())) {
          mistakes.add(settings.at(entry.getKey()) + ": unknown key");
        }
      }
    }
    if (!mistakes.isEmpty()) {
      throw new InvalidConfigException(source, mistakes);
    }
  }

  /// Adds a mistake about a key, or about the mapping itself if the key is empty.
  void mistake(String key, String what) {
    mistakes.add((key.isEmpty() ? path : at(key)) + ": " + what);
  }

  boolean has(String key) {
    return node.has(key);
  }

  Set<String> keys() {
    Set<String> keys = new HashSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  Optional<String> text(String key) {
    return find(key).flatMap(value -> scalar(value, key));
  }

  Optional<String> requireText(String key) {
    if (!has(key)) {
      mistake(key, "is missing");
    }
    return text(key);
  }

  Optional<Integer> number(String key, int min, int max) {
    return find(key)
        .flatMap(
            value -> {
              if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
                mistake(key, "expected a number from %d to %d, got %s".formatted(min, max, value));
                return Optional.empty();
              }
              return Optional.of(value.intValue());
            });
  }

  Optional<Duration> duration(String key) {
    return text(key)
        .flatMap(
            text -> {
              Matcher matcher = DURATION.matcher(text);
              if (!matcher.matches()) {
                mistake(key, "expected a duration such as 30s, 10m or 1h, got " + text);
                return Optional.empty();
              }
              return Optional.of(duration(Long.parseLong(matcher.group(1)), matcher.group(2)));
            });
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /// A share such as `2.5%`, in millionths.
  Optional<Long> share(String key) {
    return text(key).flatMap(text -> share(key, text));
  }

  Optional<List<Long>> shares(String key) {
    return list(key)
        .map(
            values ->
                values.stream()
                    .flatMap(value -> scalar(value, key).stream())
                    .flatMap(text -> share(key, text).stream())
                    .toList());
  }

  private Optional<Long> share(String key, String text) {
    Matcher matcher = SHARE.matcher(text);
    if (matcher.matches()) {
      BigDecimal percent = new BigDecimal(matcher.group(1));
      if (percent.compareTo(BigDecimal.valueOf(WHOLE_PERCENT)) <= 0) {
        return Optional.of(percent.movePointRight(4).longValueExact());
      }
    }
    mistake(key, "expected a share from 0% to 100%, got " + text);
    return Optional.empty();
  }

  /// One of some words.
  <T> Optional<T> word(String key, Map<String, T> words) {
    return text(key)
        .flatMap(
            text -> {
              if (!words.containsKey(text)) {
                mistake(key, "expected one of " + words.keySet() + ", got " + text);
              }
              return Optional.ofNullable(words.get(text));
            });
  }

  /// A value that a constructor checks; its refusal becomes a mistake.
  <T> Optional<T> check(String key, String text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      mistake(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  Optional<Settings> section(String key) {
    return find(key)
        .flatMap(
            value -> {
              if (!value.isObject()) {
                mistake(key, "expected keys and values");
                return Optional.empty();
              }
              return Optional.of(new Settings(value, at(key), mistakes, children));
            });
  }

  /// A list of mappings.
  Optional<List<Settings>> sections(String key) {
    return list(key)
        .map(
            values -> {
              List<Settings> sections = new ArrayList<>();
              for (int i = 0; i < values.size(); i++) {
                String place = at(key) + "[" + i + "]";
                if (values.get(i).isObject()) {
                  sections.add(new Settings(values.get(i), place, mistakes, children));
                } else {
                  mistakes.add(place + ": expected keys and values");
                }
              }
              return sections;
            });
  }

  /// A list of texts.
  Optional<List<String>> texts(String key) {
    return list(key)
        .map(values -> values.stream().flatMap(value -> scalar(value, key).stream()).toList());
  }

  private Optional<List<JsonNode>> list(String key) {
    return find(key)
        .flatMap(
            value -> {
              if (!value.isArray()) {
                mistake(key, "expected a list");
                return Optional.empty();
              }
              List<JsonNode> values = new ArrayList<>();
              value.forEach(values::add);
              return Optional.of(values);
            });
  }

  private Optional<String> scalar(JsonNode value, String key) {
    if (!value.isValueNode() || value.isNull()) {
      mistake(key, "expected one value");
      return Optional.empty();
    }
    return Optional.of(value.asText());
  }

  private Optional<JsonNode> find(String key) {
    read.add(key);
    return Optional.ofNullable(node.get(key));
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
