package dev.sluice.diff.deflate;

/// Which streams an analysis takes.
///
/// @param maxInflatedBytes most contents, so that a stream of zeros does not fill the disk
/// @param recipeShare a recipe may take 1 / this of the compressed bytes
/// @param leastRecipeBytes what a recipe may take in any case
public record DeflateLimits(long maxInflatedBytes, int recipeShare, int leastRecipeBytes) {
  private static final int USUAL_SHARE = 3;
  private static final int USUAL_LEAST_BYTES = 32;

  /// Any contents; a recipe of a third, beyond which a patch gains little even if the contents are
  /// known (our choice: coded, a recipe shrinks to two thirds, and contents of a new version cost a
  /// third of what they were), or of a few corrections.
  public static final DeflateLimits DEFAULT =
      new DeflateLimits(Long.MAX_VALUE, USUAL_SHARE, USUAL_LEAST_BYTES);

  /// Checks the ranges.
  public DeflateLimits {
    if (maxInflatedBytes < 0 || recipeShare < 1 || leastRecipeBytes < 0) {
      throw new IllegalArgumentException("limits must not be negative, nor the share 0");
    }
  }
}
