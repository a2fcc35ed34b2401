package dev.sluice.publisher;

import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.publisher.delta.DeltaLimits;
import java.util.Optional;

/// Section `delta`: which patches a publisher builds, and what building may cost. The reasons for
/// the defaults stand at [DeltaLimits#DEFAULT].
///
/// @param enabled whether this publisher builds patches; others may
/// @param maxBases patches from how many bases are tried, for one artifact
/// @param maxPatchPercent most that a patch may have of the compressed artifact, 1 to 100
/// @param maxFullPercent most that a compressed artifact may have of the artifact, 1 to 100
/// @param maxParallelBuilds how many patches are made at a time
/// @param maxArtifact neither base nor result may be longer
/// @param maxMemory what all builds may take off the heap together
/// @param maxApply what applying a patch may take on a device
public record DeltaConfig(
    @Describe("whether this publisher builds patches; it may be left to another one")
        @Default("true")
        boolean enabled,
    @Describe("from how many versions patches are tried, for one artifact") @Default("3")
        int maxBases,
    @Describe("most that a patch may have of the compressed artifact") @Default("80")
        int maxPatchPercent,
    @Describe("most that a compressed artifact may have of the artifact") @Default("95")
        int maxFullPercent,
    @Describe("how many patches are made at a time; unless given, one for each processor")
        Optional<Integer> maxParallelBuilds,
    @Describe("longest file that patches are built for") @Default("2GiB") ByteSize maxArtifact,
    @Describe("memory off the heap for all builds together") @Default("1GiB") ByteSize maxMemory,
    @Describe("memory that applying a patch may take on a device") @Default("16MiB")
        ByteSize maxApply) {
  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException saying what was expected and what came
  public DeltaConfig {
    require(maxBases >= 0, "max-bases: expected 0 or more, got " + maxBases);
    require(isPercent(maxPatchPercent), "max-patch-percent: expected 1 to 100");
    require(isPercent(maxFullPercent), "max-full-percent: expected 1 to 100");
    require(
        maxParallelBuilds.orElse(1) >= 1,
        "max-parallel-builds: expected 1 or more, got " + maxParallelBuilds.orElse(1));
  }

  private static boolean isPercent(int percent) {
    return percent >= 1 && percent <= 100;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// The limits of the worker.
  public DeltaLimits limits() {
    return new DeltaLimits(
        maxBases,
        maxPatchPercent,
        maxFullPercent,
        maxParallelBuilds.orElseGet(DeltaLimits.DEFAULT::maxParallelBuilds),
        maxArtifact.bytes(),
        maxMemory.bytes(),
        maxApply.bytes());
  }
}
