package dev.sluice.program.exit;

import java.util.regex.Pattern;

/// Text that devices or people wrote, as one line that a terminal shows and does not obey.
public final class OneLine {
  /// Control characters of both sets (one alone, U+009B, begins a command as `ESC [` does), other
  /// ends of lines, and what turns the direction of writing, so that a line reads as it is.
  public static final String OBEYED =
      "[\\p{Cc}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]+";

  private static final Pattern PATTERN = Pattern.compile(OBEYED);

  private OneLine() {}

  /// The text with a space for whatever a terminal would obey.
  public static String of(String text) {
    return PATTERN.matcher(text).replaceAll(" ");
  }

  /// Whether a terminal would obey a character, for those who can write it otherwise.
  public static boolean isObeyed(int character) {
    return PATTERN.matcher(Character.toString(character)).matches();
  }
}
