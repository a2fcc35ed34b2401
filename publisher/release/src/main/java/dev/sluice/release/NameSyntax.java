package dev.sluice.release;

/// Which texts are names of one kind: a letter or digit, and behind it letters, digits and some
/// other characters, all of ASCII.
///
/// Every message names its device and its products, so this is asked millions of times; a regular
/// expression takes several times as long.
public final class NameSyntax {
  private static final int ASCII = 128;

  private final boolean[] isFirst = new boolean[ASCII];
  private final boolean[] isOther = new boolean[ASCII];
  private final int maxLength;

  private NameSyntax(boolean hasUpperCase, String others, int maxLength) {
    this.maxLength = maxLength;
    for (char c = 0; c < ASCII; c++) {
      isFirst[c] =
          isBetween('0', c, '9')
              || isBetween('a', c, 'z')
              || (hasUpperCase && isBetween('A', c, 'Z'));
      isOther[c] = isFirst[c] || others.indexOf(c) >= 0;
    }
  }

  /// Names of letters of either case.
  ///
  /// @param others what may also stand behind the first character
  /// @param maxLength in characters
  public static NameSyntax ofLetters(String others, int maxLength) {
    return new NameSyntax(true, others, maxLength);
  }

  /// Names of lower-case letters.
  ///
  /// @param others what may also stand behind the first character
  /// @param maxLength in characters
  public static NameSyntax ofLowerCase(String others, int maxLength) {
    return new NameSyntax(false, others, maxLength);
  }

  /// Whether the text is such a name.
  public boolean matches(String text) {
    int length = text.length();
    if (length == 0 || length > maxLength || !holds(isFirst, text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (!holds(isOther, text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBetween(char first, char c, char last) {
    return c >= first && c <= last;
  }

  private static boolean holds(boolean[] characters, char c) {
    return c < ASCII && characters[c];
  }
}
