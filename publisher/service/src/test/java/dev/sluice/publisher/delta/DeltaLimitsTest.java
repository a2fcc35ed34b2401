package dev.sluice.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.release.Artifact;
import org.junit.jupiter.api.Test;

class DeltaLimitsTest {
  private static final long MIB = 1L << 20;

  @Test
  void givenEightyPercent_whenAskedForTheLongestPatch_thenItIsExactlyThatRoundedDown() {
    var limits = new DeltaLimits(1, 80, 95, 1, 1, 1, 1);

    assertThat(limits.maxPatchBytes(100)).isEqualTo(80);
    assertThat(limits.maxPatchBytes(9)).isEqualTo(7);
    assertThat(limits.maxPatchBytes(1)).isZero();
    assertThat(limits.maxPatchBytes(Artifact.MAX_LENGTH_BYTES))
        .isEqualTo(Artifact.MAX_LENGTH_BYTES / 10 * 8 + 4);
    assertThat(limits.maxFullBytes(100)).isEqualTo(95);
  }

  @Test
  void givenPairsOfAnyLength_whenAskedForMemory_thenItGrowsWithThemWithinTheBounds() {
    var limits = new DeltaLimits(1, 80, 95, 1, 1, 1024 * MIB, 1);

    assertThat(limits.memoryBytes(0)).isEqualTo(64 * MIB);
    assertThat(limits.memoryBytes(8 * MIB)).isEqualTo(256 * MIB);
    assertThat(limits.memoryBytes(32 * MIB)).isEqualTo(1024 * MIB);
    assertThat(limits.memoryBytes(Long.MAX_VALUE)).isEqualTo(1024 * MIB);
    assertThat(new DeltaLimits(1, 80, 95, 1, 1, MIB, 1).memoryBytes(0)).isEqualTo(MIB);
  }

  @Test
  void givenLimitsOutOfRange_whenBuilt_thenRefuses() {
    assertRefused(-1, 80, 95, 1);
    assertRefused(1, 0, 95, 1);
    assertRefused(1, 101, 95, 1);
    assertRefused(1, 80, 0, 1);
    assertRefused(1, 80, 101, 1);
    assertRefused(1, 80, 95, 0);
  }

  private static void assertRefused(int bases, int patch, int full, int parallel) {
    assertThatThrownBy(() -> new DeltaLimits(bases, patch, full, parallel, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
