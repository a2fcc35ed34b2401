package dev.sluice.publisher.delta;

/// Which patches are built, and what building may cost.
///
/// @param maxBases patches from how many bases are tried, for one artifact; 0 tries none. A chain
///     of patches that exist costs no diff and is not counted
/// @param maxPatchPercent most that a patch may have of the compressed full artifact, or of the
///     artifact itself where that is not compressed, 1 to 100
/// @param maxFullPercent most that a compressed full artifact may have of the artifact, 1 to 100
/// @param maxParallelBuilds how many patches are made at a time, at least 1
/// @param maxArtifactBytes neither base nor result may be longer
/// @param maxMemoryBytes what all differs at work may take off the heap together
/// @param maxApplyBytes what applying a patch may take on a device; rebuilding xz streams takes 110
///     MiB, other streams less than 8
public record DeltaLimits(
    int maxBases,
    int maxPatchPercent,
    int maxFullPercent,
    int maxParallelBuilds,
    long maxArtifactBytes,
    long maxMemoryBytes,
    long maxApplyBytes) {
  private static final int WHOLE_PERCENT = 100;

  /// Three bases cover the last releases of a fleet that keeps up; a patch that saves less than a
  /// fifth is not worth its risk and its place in every cache; a compressed artifact that saves
  /// less than a twentieth is not worth the work of unpacking it; one build for each processor; 2
  /// GiB is where building takes longer than a fleet waits; 1 GiB indexes a base of 100 MiB at
  /// once; 16 MiB is what an agent allows unless configured otherwise.
  public static final DeltaLimits DEFAULT =
      new DeltaLimits(
          3, 80, 95, Runtime.getRuntime().availableProcessors(), 2L << 30, 1L << 30, 16L << 20);

  /// Memory of one build for each byte of base and result: a differ spends half on copies of both
  /// with the contents of compressed files, which have seldom more than seven times their length.
  private static final long MEMORY_FACTOR = 32;

  private static final long LEAST_MEMORY_BYTES = 64L << 20;

  /// Checks the bounds.
  public DeltaLimits {
    if (maxBases < 0
        || !isPercent(maxPatchPercent)
        || !isPercent(maxFullPercent)
        || maxParallelBuilds < 1
        || maxArtifactBytes < 0
        || maxMemoryBytes < 0
        || maxApplyBytes < 0) {
      throw new IllegalArgumentException(
          "delta limits out of range: %d bases, %d %%, %d %%, %d builds, %d, %d and %d bytes"
              .formatted(
                  maxBases,
                  maxPatchPercent,
                  maxFullPercent,
                  maxParallelBuilds,
                  maxArtifactBytes,
                  maxMemoryBytes,
                  maxApplyBytes));
    }
  }

  private static boolean isPercent(int percent) {
    return percent >= 1 && percent <= WHOLE_PERCENT;
  }

  /// The longest patch that saves enough.
  ///
  /// @param fullBytes what a device would download otherwise
  long maxPatchBytes(long fullBytes) {
    return part(fullBytes, maxPatchPercent);
  }

  /// The longest compressed full artifact that saves enough.
  long maxFullBytes(long artifactBytes) {
    return part(artifactBytes, maxFullPercent);
  }

  /// What one differ may take, whatever else is under way: so a patch does not depend on that.
  ///
  /// @param inputBytes length of base and result together
  long memoryBytes(long inputBytes) {
    long wanted =
        inputBytes > maxMemoryBytes / MEMORY_FACTOR ? maxMemoryBytes : inputBytes * MEMORY_FACTOR;
    return Math.min(maxMemoryBytes, Math.max(LEAST_MEMORY_BYTES, wanted));
  }

  /// Rounded down, and exact for lengths up to [dev.sluice.release.Artifact#MAX_LENGTH_BYTES].
  private static long part(long bytes, int percent) {
    return bytes * percent / WHOLE_PERCENT;
  }
}
