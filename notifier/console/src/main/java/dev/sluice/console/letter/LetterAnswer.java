package dev.sluice.console.letter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.events.Topic;
import dev.sluice.events.letter.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A dead letter with its record, as far as people may see it.
///
/// @param headers of the record
/// @param payload of the record
record LetterAnswer(
    LetterEntry letter, List<HeaderAnswer> headers, Optional<PayloadAnswer> payload) {
  private static final int MOST_CHARACTERS = 64 << 10;
  private static final int MOST_HEX_BYTES = 4 << 10;
  private static final int MOST_HEADER_CHARACTERS = 256;
  private static final String WITHHELD = "(withheld)";

  /// What a name has in it whose value may open something.
  private static final Set<String> SECRETS =
      Set.of("token", "secret", "password", "credential", "authorization", "privatekey");

  /// One header.
  record HeaderAnswer(String name, String value) {}

  /// The record's bytes.
  ///
  /// @param form `json`, `hex`, or `withheld` for what is about tokens
  /// @param text at most 64 KiB of it
  /// @param isCut whether there is more
  record PayloadAnswer(String form, String text, boolean isCut) {}

  /// @param read the letter itself; empty if its topic has it no longer
  static LetterAnswer of(LetterEntry letter, Optional<DeadLetter> read) {
    return new LetterAnswer(
        letter,
        read.map(DeadLetter::headers).orElse(List.of()).stream().map(LetterAnswer::header).toList(),
        read.map(LetterAnswer::payload));
  }

  private static HeaderAnswer header(DeadLetter.Header header) {
    String text = new String(header.value().bytes(), StandardCharsets.UTF_8);
    String shown = isSecret(header.name()) ? WITHHELD : text.replaceAll("\\p{Cc}", "?");
    return new HeaderAnswer(
        header.name(), shown.substring(0, Math.min(MOST_HEADER_CHARACTERS, shown.length())));
  }

  private static PayloadAnswer payload(DeadLetter letter) {
    if (letter.originalTopic().equals(Topic.PRINCIPALS.kafkaName())) {
      return new PayloadAnswer("withheld", "", false);
    }
    byte[] bytes = letter.data().bytes();
    try {
      JsonNode json = ApiJson.parse(bytes);
      if (!json.isContainerNode()) {
        return hex(bytes);
      }
      hideSecrets(json);
      String text = json.toPrettyString();
      boolean isCut = text.length() > MOST_CHARACTERS;
      return new PayloadAnswer("json", isCut ? text.substring(0, MOST_CHARACTERS) : text, isCut);
    } catch (IOException e) {
      return hex(bytes);
    }
  }

  private static PayloadAnswer hex(byte[] bytes) {
    boolean isCut = bytes.length > MOST_HEX_BYTES;
    byte[] shown = isCut ? Arrays.copyOf(bytes, MOST_HEX_BYTES) : bytes;
    return new PayloadAnswer("hex", HexFormat.ofDelimiter(" ").formatHex(shown), isCut);
  }

  /// The parser's limit of depth ends the recursion.
  private static void hideSecrets(JsonNode json) {
    switch (json) {
      case ObjectNode object -> {
        for (String name : List.copyOf(names(object))) {
          if (isSecret(name)) {
            object.put(name, WITHHELD);
          } else {
            hideSecrets(object.path(name));
          }
        }
      }
      case ArrayNode array -> array.forEach(LetterAnswer::hideSecrets);
      default -> {
        // A number, a text: nothing is inside.
      }
    }
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static boolean isSecret(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return SECRETS.stream().anyMatch(plain::contains);
  }
}
