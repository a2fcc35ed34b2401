package dev.sluice.patch;

import dev.sluice.tuf.digest.Digest;

/// What came of applying a patch.
public sealed interface PatchOutcome {
  /// The result is complete, and its digest is the one that the patch declared.
  record Applied(Digest result, long lengthBytes) implements PatchOutcome {}

  /// What was written, if anything, must be thrown away.
  record Refused(PatchRefusal refusal) implements PatchOutcome {}
}
