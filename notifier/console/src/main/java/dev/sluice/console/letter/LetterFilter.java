package dev.sluice.console.letter;

import java.util.Locale;
import java.util.Optional;

/// Which dead letters are asked for; what is empty asks for all.
///
/// @param topic the whole name of where the records came from
/// @param key what the records' keys begin with: a product, a device
/// @param reason a part of the reason, in any case
public record LetterFilter(
    Optional<LetterState> state,
    Optional<String> topic,
    Optional<String> key,
    Optional<String> reason) {
  /// Whether a letter is asked for.
  public boolean matches(LetterEntry letter) {
    return state.filter(wanted -> wanted != letter.state()).isEmpty()
        && topic.filter(wanted -> !wanted.equals(letter.topic())).isEmpty()
        && key.filter(wanted -> !letter.key().startsWith(wanted)).isEmpty()
        && reason.filter(wanted -> !lower(letter.reason()).contains(lower(wanted))).isEmpty();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
