package dev.sluice.diff;

import dev.sluice.tuf.digest.Digest;

/// What a patch, just written, says of itself.
///
/// @param patchBytes length of the patch
/// @param memoryBytes heap and native memory that applying it takes
/// @param scratchBytes room for the contents of the base that applying it takes
/// @param base digest of the base; that of no bytes when the base was empty
/// @param result digest of what the patch makes
public record DiffResult(
    long patchBytes, long memoryBytes, long scratchBytes, Digest base, Digest result) {}
