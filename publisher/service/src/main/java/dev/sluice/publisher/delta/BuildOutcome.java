package dev.sluice.publisher.delta;

import dev.sluice.delta.DiffResult;

/// What came of building one patch.
sealed interface BuildOutcome {
  /// The patch was applied and gave the result.
  ///
  /// @param patch what it says of itself
  record Built(DiffResult patch) implements BuildOutcome {}

  /// The patch is in order but saves too little.
  ///
  /// @param patchBytes its length
  record DoesNotPay(long patchBytes) implements BuildOutcome {}

  /// There is no usable patch.
  ///
  /// @param reason what went wrong
  record Broken(String reason) implements BuildOutcome {}
}
