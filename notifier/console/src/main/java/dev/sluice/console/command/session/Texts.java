package dev.sluice.console.command.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.program.exit.OneLine;
import java.util.ArrayList;
import java.util.List;

/// Members of answers, for tables and lines: devices and people wrote some, and a terminal obeys
/// none.
public final class Texts {
  private Texts() {}

  /// A member's text; a dash if it is absent or empty.
  public static String text(JsonNode json, String member) {
    String text = plain(json, member);
    return text.isEmpty() ? "-" : text;
  }

  /// A member's text; empty if it is absent.
  public static String plain(JsonNode json, String member) {
    return OneLine.of(json.path(member).asText(""));
  }

  /// The elements of a list, by commas; a dash if there are none.
  public static String words(JsonNode json, String member) {
    List<String> words = new ArrayList<>();
    json.path(member).forEach(word -> words.add(OneLine.of(word.asText())));
    return words.isEmpty() ? "-" : String.join(",", words);
  }
}
