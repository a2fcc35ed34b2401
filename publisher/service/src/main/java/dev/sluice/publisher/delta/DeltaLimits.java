package dev.sluice.publisher.delta;

/// Which patches are built, and what building may cost.
///
/// @param maxBases how many bases at most, for one artifact; 0 builds nothing
/// @param maxPatchPercent a patch longer than this part of the artifact is thrown away, 1 to 100
/// @param maxArtifactBytes neither base nor result may be longer
/// @param maxMemoryBytes what the differ may take off the heap
/// @param maxApplyBytes what applying a patch may take on a device; rebuilding xz streams takes 110
///     MB
public record DeltaLimits(
    int maxBases,
    int maxPatchPercent,
    long maxArtifactBytes,
    long maxMemoryBytes,
    long maxApplyBytes) {
  /// Three bases cover the last releases of a fleet that keeps up; a patch that saves less than a
  /// fifth is not worth its risk and its place in every cache; 2 GiB is where building takes longer
  /// than a fleet waits; 1 GiB indexes a base of 100 MiB at once; 16 MiB is
  /// what an agent allows unless configured otherwise.
  public static final DeltaLimits DEFAULT = new DeltaLimits(3, 80, 2L << 30, 1L << 30, 16L << 20);

  private static final int WHOLE_PERCENT = 100;

  /// Checks the bounds.
  public DeltaLimits {
    if (maxBases < 0
        || maxPatchPercent < 1
        || maxPatchPercent > WHOLE_PERCENT
        || maxArtifactBytes < 0
        || maxMemoryBytes < 0
        || maxApplyBytes < 0) {
      throw new IllegalArgumentException(
          "delta limits out of range: %d bases, %d %%, %d, %d and %d bytes"
              .formatted(
                  maxBases, maxPatchPercent, maxArtifactBytes, maxMemoryBytes, maxApplyBytes));
    }
  }

  /// Whether a patch saves enough.
  boolean pays(long patchBytes, long artifactBytes) {
    return patchBytes <= artifactBytes / WHOLE_PERCENT * maxPatchPercent
        || patchBytes * WHOLE_PERCENT <= artifactBytes * maxPatchPercent;
  }
}
