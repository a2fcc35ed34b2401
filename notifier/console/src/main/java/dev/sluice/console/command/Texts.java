package dev.sluice.console.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Members of answers, for tables.
final class Texts {
  private Texts() {}

  /// A member's text; a dash if it is absent or empty.
  static String text(JsonNode json, String member) {
    String text = json.path(member).asText("");
    return text.isEmpty() ? "-" : text;
  }

  /// The elements of a list, by commas; a dash if there are none.
  static String words(JsonNode json, String member) {
    List<String> words = new ArrayList<>();
    json.path(member).forEach(word -> words.add(word.asText()));
    return words.isEmpty() ? "-" : String.join(",", words);
  }
}
