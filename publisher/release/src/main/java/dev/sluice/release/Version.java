package dev.sluice.release;

/// The version of a product, as its makers write it.
///
/// It has no order: which release is newer, the counter alone says. All of its characters, those of
/// Debian's `1:1.2.3~rc1-2` too, may stand in a path as they are.
///
/// @param value as [#SYNTAX] says
public record Version(String value) {
  /// What is allowed, in words, for messages.
  public static final String SYNTAX =
      "a version (1 to 64 of A-Z, a-z, 0-9, '.', '+', '_', '~', ':' and '-',"
          + " starting with a letter or digit, without \"..\")";

  private static final NameSyntax NAMES = NameSyntax.ofLetters(".+_~:-", 64);

  /// Checks the syntax.
  ///
  /// @throws IllegalArgumentException if [#isValid(String)] is false, saying what was expected
  public Version {
    Names.require(isValid(value), SYNTAX, value);
  }

  /// Reads a version that has to be valid.
  ///
  /// @throws IllegalArgumentException if it is not; ask [#isValid(String)] first for outside text
  public static Version parse(String text) {
    return new Version(text);
  }

  /// Whether the text is a version.
  public static boolean isValid(String text) {
    return NAMES.matches(text) && !text.contains("..");
  }

  @Override
  public String toString() {
    return value;
  }
}
