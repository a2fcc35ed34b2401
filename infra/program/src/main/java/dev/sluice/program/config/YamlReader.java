package dev.sluice.program.config;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads YAML into what it gives, with the line of each value.
///
/// A key without a value counts as absent. Aliases and several documents in one file are
/// refused: what stands
/// in a file shall be what is meant.
final class YamlReader {
  private static final int MAX_DEPTH = 32;

  private final String source;
  private final List<String> mistakes;

  /// @param source its name, for messages
  /// @param mistakes where to add what is wrong
  YamlReader(String source, List<String> mistakes) {
    this.source = source;
    this.mistakes = mistakes;
  }

  /// Reads a document whose top is a map; an empty one has no keys.
  Given.Fields read(String yaml) {
    var nothing = new Given.Fields(Map.of(), Given.Layer.FILE, source);
    try (var parser = new YAMLFactory().createParser(yaml)) {
      var first = parser.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return nothing;
      }
      if (first != JsonToken.START_OBJECT) {
        mistakes.add("expected keys with values at the top, got %s".formatted(first.name()));
        return nothing;
      }
      var fields = fields(parser, "", 0);
      if (parser.nextToken() != null) {
        mistakes.add("expected one YAML document, got several");
      }
      return fields;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      mistakes.add("line %d is no YAML: %s".formatted(line, firstLine(e.getOriginalMessage())));
      return nothing;
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory can be read", e);
    }
  }

  private Given.Fields fields(YAMLParser parser, String path, int depth) throws IOException {
    var origin = origin(parser);
    var fields = new LinkedHashMap<String, Given>();
    var lines = new LinkedHashMap<String, Integer>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      var key = path.isEmpty() ? name : path + "." + name;
      int line = parser.currentTokenLocation().getLineNr();
      parser.nextToken();
      var value = value(parser, key, depth + 1);
      var before = lines.putIfAbsent(name, line);
      if (before != null) {
        mistakes.add(
            "%s: given twice, in line %d and line %d; keep one".formatted(key, before, line));
      } else {
        value.ifPresent(given -> fields.put(name, given));
      }
    }
    return new Given.Fields(fields, Given.Layer.FILE, origin);
  }

  private Optional<Given> value(YAMLParser parser, String key, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new JsonParseException(parser, "nested deeper than " + MAX_DEPTH);
    }
    if (parser.isCurrentAlias()) {
      mistakes.add("%s: expected the value itself, got a YAML alias".formatted(key));
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> Optional.of(fields(parser, key, depth));
      case START_ARRAY -> Optional.of(items(parser, key, depth));
      case VALUE_NULL -> Optional.empty();
      default -> Optional.of(new Given.Text(parser.getText(), Given.Layer.FILE, origin(parser)));
    };
  }

  private Given.Items items(YAMLParser parser, String key, int depth) throws IOException {
    var origin = origin(parser);
    var items = new ArrayList<Given>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      var at = key + "[" + items.size() + "]";
      var item = value(parser, at, depth + 1);
      if (item.isEmpty()) {
        mistakes.add(at + ": expected a value, got nothing");
      }
      item.ifPresent(items::add);
    }
    return new Given.Items(items, Given.Layer.FILE, origin);
  }

  private String origin(JsonParser parser) {
    return source + ":" + parser.currentTokenLocation().getLineNr();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
