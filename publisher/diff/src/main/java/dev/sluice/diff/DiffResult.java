package dev.sluice.diff;

import dev.sluice.tuf.digest.Digest;
import java.time.Duration;

/// What a patch, just written, says of itself.
///
/// @param patchBytes length of the patch
/// @param memoryBytes heap and native memory that applying it takes
/// @param scratchBytes room for the contents of the base that applying it takes
/// @param work about how long one core of a PC applies it, in whole milliseconds
/// @param base digest of the base; that of no bytes when the base was empty
/// @param result digest of what the patch makes
public record DiffResult(
    long patchBytes,
    long memoryBytes,
    long scratchBytes,
    Duration work,
    Digest base,
    Digest result) {}
