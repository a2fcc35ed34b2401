package dev.sluice.diff.match;

/// How thoroughly old is searched for what new holds.
///
/// @param minStepShift binary logarithm of the distance at which old is indexed for short seeds,
///     memory permitting; twice the distance for long ones
/// @param shortChain most places looked at for a short seed
/// @param longChain most places looked at for a long seed
public record Search(int minStepShift, int shortChain, int longChain) {
  /// Every second position: denser indexes took twice the memory and made no pair of the corpus
  /// smaller by 1 %.
  public static final Search USUAL = new Search(1, 24, 12);

  /// Checks the ranges.
  public Search {
    if (minStepShift < 0 || minStepShift > Matcher.MAX_STEP_SHIFT) {
      throw new IllegalArgumentException(
          "step: expected 0 to %d, got %d".formatted(Matcher.MAX_STEP_SHIFT, minStepShift));
    }
    if (shortChain < 1 || longChain < 1) {
      throw new IllegalArgumentException(
          "chains: expected 1 or more, got %d and %d".formatted(shortChain, longChain));
    }
  }
}
