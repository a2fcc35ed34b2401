package dev.sluice.events.condition;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts the text of a condition into its words and signs.
final class Lexer {
  private static final Set<String> KEYWORDS = Set.of("and", "or", "not", "in", "true", "false");

  private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]+");
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<word>[A-Za-z][A-Za-z0-9._:-]*)"
              + "|(?<number>-?[0-9][A-Za-z0-9._:+~-]*)"
              + "|'(?<text>[^']*)'"
              + "|(?<sign><=|>=|!=|<>|[=<>()\\[\\],])");
  private static final int QUOTE_LIMIT = 40;

  private final String text;
  private final Matcher space;
  private final Matcher token;
  private int position;
  private Token next;

  /// A piece of the text.
  ///
  /// @param kind what it is
  /// @param text without quotes
  /// @param column where it starts, from 1
  record Token(Kind kind, String text, int column) {
    /// Whether it is this keyword, in capitals or not.
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSign(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }

    /// As a message shows it.
    String shown() {
      String cut = text.length() > QUOTE_LIMIT ? text.substring(0, QUOTE_LIMIT) + "…" : text;
      return switch (kind) {
        case END -> "the end";
        case TEXT -> "'" + cut + "'";
        case WORD, NUMBER, SIGN, STRAY -> "\"" + cut + "\"";
      };
    }
  }

  /// What a piece is.
  enum Kind {
    WORD,
    NUMBER,
    TEXT,
    SIGN,
    /// What is no piece of any condition.
    STRAY,
    END
  }

  Lexer(String text) {
    this.text = text;
    this.space = SPACE.matcher(text);
    this.token = TOKEN.matcher(text);
    this.next = read();
  }

  static boolean isKeyword(String word) {
    return KEYWORDS.contains(word.toLowerCase(Locale.ROOT));
  }

  /// The next piece, which stays.
  Token peek() {
    return next;
  }

  /// Takes the next piece.
  Token take() {
    Token taken = next;
    next = read();
    return taken;
  }

  private Token read() {
    if (space.region(position, text.length()).lookingAt()) {
      position = space.end();
    }
    int column = position + 1;
    if (position == text.length()) {
      return new Token(Kind.END, "", column);
    }
    if (!token.region(position, text.length()).lookingAt()) {
      String stray = text.substring(position, text.offsetByCodePoints(position, 1));
      position += stray.length();
      return new Token(Kind.STRAY, stray, column);
    }
    position = token.end();
    for (Kind kind : new Kind[] {Kind.WORD, Kind.NUMBER, Kind.TEXT, Kind.SIGN}) {
      String found = token.group(kind.name().toLowerCase(Locale.ROOT));
      if (found != null) {
        return new Token(kind, found, column);
      }
    }
    throw new IllegalStateException("a piece must be of a kind");
  }
}
