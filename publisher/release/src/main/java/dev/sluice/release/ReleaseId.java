package dev.sluice.release;

/// Which release: a product and one of its versions.
///
/// Its text is `product/version`.
///
/// @param product the product
/// @param version the version, unique within the product
public record ReleaseId(ProductName product, Version version) {
  /// What is allowed, in words, for messages.
  public static final String SYNTAX = "a release (product/version)";

  /// Reads `product/version`, which has to be valid.
  ///
  /// @throws IllegalArgumentException if it is not; ask [#isValid(String)] first for outside text
  public static ReleaseId parse(String text) {
    int slash = text.indexOf('/');
    Names.require(slash > 0, SYNTAX, text);
    return new ReleaseId(
        ProductName.parse(text.substring(0, slash)), Version.parse(text.substring(slash + 1)));
  }

  /// Whether the text is a release.
  public static boolean isValid(String text) {
    int slash = text.indexOf('/');
    return slash > 0
        && ProductName.isValid(text.substring(0, slash))
        && Version.isValid(text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return product + "/" + version;
  }
}
