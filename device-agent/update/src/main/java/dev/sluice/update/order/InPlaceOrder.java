package dev.sluice.update.order;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.file.LocalFile;

/// Which patch is applied over the installed file, what it shall give, and what that may cost. All
/// lengths in bytes.
///
/// @param patch digest of the patch, which names its download
/// @param result digest of what it shall give; a patch that gives something else is refused before
///     anything is overwritten
/// @param resultLengthBytes most that it may give
/// @param memoryBytes most memory to use
/// @param scratchBytes most room for the contents of compressed streams
public record InPlaceOrder(
    Digest patch, Digest result, long resultLengthBytes, long memoryBytes, long scratchBytes) {
  /// The patch's download.
  public LocalFile.Patch patchFile() {
    return new LocalFile.Patch(patch);
  }
}
