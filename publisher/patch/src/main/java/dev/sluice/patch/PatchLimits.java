package dev.sluice.patch;

/// What a device is willing to spend on a patch. All in bytes; zero means zero.
///
/// @param maxMemoryBytes heap and native memory of the patcher
/// @param maxScratchBytes room for the contents of a compressed base, see [Scratch]
/// @param maxResultBytes length of what the patch makes
public record PatchLimits(long maxMemoryBytes, long maxScratchBytes, long maxResultBytes) {
  private static final long MEBIBYTE = 1L << 20;

  /// 128 MiB of memory, 4 GiB of scratch, 16 GiB of result: what our differ's defaults come to, and
  /// a bound for mistakes.
  public static final PatchLimits DEFAULT =
      new PatchLimits(128 * MEBIBYTE, 4096 * MEBIBYTE, 16_384 * MEBIBYTE);

  /// Checks the limits.
  public PatchLimits {
    if (maxMemoryBytes < 0 || maxScratchBytes < 0 || maxResultBytes < 0) {
      throw new IllegalArgumentException(
          "patch limits must not be negative: "
              + maxMemoryBytes
              + ", "
              + maxScratchBytes
              + ", "
              + maxResultBytes);
    }
  }
}
