package dev.sluice.release;

/// The one way in which a malformed name is reported.
final class Names {
  private static final int QUOTE_LIMIT = 80;

  private Names() {}

  static void require(boolean valid, String expected, String received) {
    if (!valid) {
      throw new IllegalArgumentException("expected " + expected + ", got " + quote(received));
    }
  }

  /// Outside text in quotes, cut to length, with control characters made visible.
  static String quote(String text) {
    String cut = text.length() <= QUOTE_LIMIT ? text : text.substring(0, QUOTE_LIMIT) + "…";
    var shown = new StringBuilder("\"");
    cut.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
    return shown.append('"').toString();
  }
}
