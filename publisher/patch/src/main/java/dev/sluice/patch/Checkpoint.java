package dev.sluice.patch;

/// A point up to which a patch was applied, and from which applying can go on.
///
/// It stands between two sections of the patch, where no compressed stream is half made. All in
/// bytes.
///
/// @param patchBytes how much of the patch was used
/// @param viewBytes how much of the result's view was made
/// @param resultBytes how much of the result was written
public record Checkpoint(long patchBytes, long viewBytes, long resultBytes) {
  /// Checks the ranges.
  public Checkpoint {
    if (patchBytes < 0 || viewBytes < 0 || resultBytes < 0) {
      throw new IllegalArgumentException(
          "a checkpoint must not be negative: %d, %d, %d"
              .formatted(patchBytes, viewBytes, resultBytes));
    }
  }
}
