package dev.sluice.release.flags;

import java.util.regex.Pattern;

/// The name of a feature flag.
///
/// @param value as [#SYNTAX] says
public record FlagName(String value) implements Comparable<FlagName> {
  /// What is allowed, in words, for messages.
  public static final String SYNTAX =
      "a flag name (1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-', starting with a letter or digit)";

  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /// Checks the syntax.
  ///
  /// @throws IllegalArgumentException if [#isValid(String)] is false, saying what was expected
  public FlagName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("expected " + SYNTAX + ", got \"" + value + "\"");
    }
  }

  /// Reads a name.
  ///
  /// @throws IllegalArgumentException if [#isValid(String)] is false, saying what was expected
  public static FlagName parse(String text) {
    return new FlagName(text);
  }

  /// Whether the text is a flag name.
  public static boolean isValid(String text) {
    return PATTERN.matcher(text).matches();
  }

  @Override
  public int compareTo(FlagName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
