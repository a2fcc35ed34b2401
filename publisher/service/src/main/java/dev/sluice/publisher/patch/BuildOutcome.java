package dev.sluice.publisher.patch;

import dev.sluice.diff.DiffResult;

/// What came of building one patch.
public sealed interface BuildOutcome {
  /// The patch was applied and gave the result.
  ///
  /// @param patch what it says of itself
  record Built(DiffResult patch) implements BuildOutcome {}

  /// The patch is longer than it may be; it was not tried.
  ///
  /// @param patchBytes its length
  record TooLong(long patchBytes) implements BuildOutcome {}

  /// There is no usable patch.
  ///
  /// @param reason what went wrong
  record Broken(String reason) implements BuildOutcome {}
}
