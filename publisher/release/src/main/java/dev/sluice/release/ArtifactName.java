package dev.sluice.release;

import java.util.regex.Pattern;

/// The file name of an artifact, the last part of its target path.
///
/// @param value as [#SYNTAX] says
public record ArtifactName(String value) implements Comparable<ArtifactName> {
  /// What is allowed, in words, for messages.
  public static final String SYNTAX =
      "an artifact name (1 to 128 of A-Z, a-z, 0-9, '.', '_', '+', '~' and '-',"
          + " starting with a letter or digit, other than \"release.json\": it is part of paths and"
          + " URLs, which many servers and file systems read differently with other characters)";

  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}");

  /// Checks the syntax.
  ///
  /// @throws IllegalArgumentException if [#isValid(String)] is false, saying what was expected
  public ArtifactName {
    Names.require(isValid(value), SYNTAX, value);
  }

  /// Reads a name that has to be valid.
  ///
  /// @throws IllegalArgumentException if it is not; ask [#isValid(String)] first for outside text
  public static ArtifactName parse(String text) {
    return new ArtifactName(text);
  }

  /// Whether the text is an artifact name. The manifest's own file name is not: an artifact of that
  /// name would take its target path.
  public static boolean isValid(String text) {
    return PATTERN.matcher(text).matches() && !text.equals(Manifest.FILE_NAME);
  }

  @Override
  public int compareTo(ArtifactName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
