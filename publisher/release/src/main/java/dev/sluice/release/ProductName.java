package dev.sluice.release;

/// The name of a product: what a fleet runs one version of.
///
/// It is part of object paths, role names and queue keys, hence lower case and without a slash.
///
/// @param value as [#SYNTAX] says
public record ProductName(String value) implements Comparable<ProductName> {
  /// What is allowed, in words, for messages.
  public static final String SYNTAX =
      "a product name (1 to 63 of a-z, 0-9 and -, not starting with -)";

  private static final NameSyntax NAMES = NameSyntax.ofLowerCase("-", 63);

  /// Checks the syntax.
  ///
  /// @throws IllegalArgumentException if [#isValid(String)] is false, saying what was expected
  public ProductName {
    Names.require(isValid(value), SYNTAX, value);
  }

  /// Reads a name that has to be valid.
  ///
  /// @throws IllegalArgumentException if it is not; ask [#isValid(String)] first for outside text
  public static ProductName parse(String text) {
    return new ProductName(text);
  }

  /// Whether the text is a product name.
  public static boolean isValid(String text) {
    return NAMES.matches(text);
  }

  @Override
  public int compareTo(ProductName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
