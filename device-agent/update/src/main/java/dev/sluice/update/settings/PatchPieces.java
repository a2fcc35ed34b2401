package dev.sluice.update.settings;

/// How the work on a patch is cut, so that a device hears what else happens, and a power cut costs
/// little. All in bytes, each our choice.
///
/// @param partBytes the part of a patch that one fetch brings, 1 or more; slices of artifacts have
///     the length they were published with
/// @param stepBytes how much of the result is made at a time, 1 or more; then it is made durable
///     and
///     a checkpoint is kept. Where the sections of a patch are longer, it is one of them.
public record PatchPieces(long partBytes, long stepBytes) {
  /// 1 MiB, which a slow link brings in a minute, and 4 MiB: a second or two of decoding, beside
  /// which three writes to the disk's platter do not count.
  public static final PatchPieces DEFAULT = new PatchPieces(1L << 20, 4L << 20);

  /// Checks the ranges.
  public PatchPieces {
    if (partBytes < 1 || stepBytes < 1) {
      throw new IllegalArgumentException(
          "pieces of a patch must be 1 byte or more, got %d and %d"
              .formatted(partBytes, stepBytes));
    }
  }
}
