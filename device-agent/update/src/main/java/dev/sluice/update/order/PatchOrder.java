package dev.sluice.update.order;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.settings.PatchPieces;

/// What a patch is applied to, what it shall give, and what that may cost. All lengths in bytes.
///
/// @param base what it is applied to
/// @param patch its digest, which names its download
/// @param patchLengthBytes its length once all of it is there
/// @param result digest of what it gives, which names the download that this grows in
/// @param resultLengthBytes most that it may give
/// @param memoryBytes most memory to use
/// @param scratchBytes most scratch space to use
/// @param stepBytes see [PatchPieces]
public record PatchOrder(
    PatchBase base,
    Digest patch,
    long patchLengthBytes,
    Digest result,
    long resultLengthBytes,
    long memoryBytes,
    long scratchBytes,
    long stepBytes) {
  public LocalFile.Patch patchFile() {
    return new LocalFile.Patch(patch);
  }

  public LocalFile.Artifact resultFile() {
    return new LocalFile.Artifact(result);
  }

  public LocalFile.Checkpoint checkpointFile() {
    return new LocalFile.Checkpoint(patch);
  }
}
