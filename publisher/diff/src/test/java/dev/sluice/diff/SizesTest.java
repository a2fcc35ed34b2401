package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.patch.body.Workspace;
import dev.sluice.testkit.Seeded;
import org.junit.jupiter.api.Test;

class SizesTest {
  private static final long MEBIBYTE = 1L << 20;

  /// What the differ takes at most: see the bounds of [Sizes] and [Sections#DEFAULT].
  private static Workspace largest(boolean hasExecutables, int streamKib) {
    return new Workspace(16, 15, 18, Sections.DEFAULT.maxEdits(), hasExecutables, streamKib, 0, 0);
  }

  @Test
  void givenStreamsOfAnArchive_whenFitted_thenADeviceWithEightMebibytesHasRoom() {
    var wanted = largest(false, 4 << 10);

    assertThat(wanted.memoryBytes()).isGreaterThan(8 * MEBIBYTE);
    assertThat(Sizes.within(128 * MEBIBYTE, wanted).memoryBytes())
        .isBetween(6 * MEBIBYTE, 8 * MEBIBYTE);
  }

  @Test
  void givenLargeStreams_whenFitted_thenModelsStayAsTheyAre() {
    var wanted = largest(false, 94 << 10);

    assertThat(Sizes.within(128 * MEBIBYTE, wanted)).isEqualTo(wanted);
  }

  @Test
  void givenSmallDevice_whenFitted_thenEveryPatchHasRoom() {
    long maxApply = 2 * MEBIBYTE;
    int edits = Sizes.within(maxApply, Sections.DEFAULT).maxEdits();
    var models = new Workspace(16, 15, 18, edits, false, 0, 0, 0);
    var dictionary = Workspace.ofDictionary(22, 21, 0);

    assertThat(Sizes.hasRoomForExecutables(maxApply)).isFalse();
    assertThat(Sizes.maxStreamBytes(maxApply)).isNegative();
    assertThat(Sizes.within(maxApply, models).memoryBytes()).isLessThanOrEqualTo(maxApply);
    assertThat(Sizes.within(maxApply, dictionary).memoryBytes()).isLessThanOrEqualTo(maxApply);
    assertThat(Sizes.within(0, dictionary)).isEqualTo(Workspace.ofDictionary(12, 0, 0));
  }

  @Test
  void givenViewSomewhatLongerThanASectionMayBe_whenCutForADictionary_thenNoSectionIsLonger() {
    var workspace = Workspace.ofDictionary(21, 20, 0);
    long viewBytes = 140_000;

    assertThat(new Sections(100_000, 1).dictionaryBytes(viewBytes, workspace)).isEqualTo(70_000);
    assertThat(Sections.DEFAULT.dictionaryBytes(viewBytes, workspace)).isEqualTo(viewBytes);
  }

  @Test
  void givenAnyDeviceAndPatch_whenFitted_thenTakesNoMoreThanItMay() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Seeded(seed);
      long maxApply = random.between(2 * MEBIBYTE, 200 * MEBIBYTE);
      var wanted = any(random, maxApply);

      var fitted = Sizes.within(maxApply, wanted);

      assertThat(fitted.memoryBytes()).as("seed %d", seed).isLessThanOrEqualTo(maxApply);
      assertThat(fitted.streamKib()).isEqualTo(wanted.streamKib());
      assertThat(fitted.maxEdits()).isEqualTo(wanted.maxEdits());
    }
  }

  private static Workspace any(Seeded random, long maxApply) {
    long maxStreams = Math.max(0, Sizes.maxStreamBytes(maxApply));
    int streamKib = (int) (random.nextLong(maxStreams + 1) >> 10);
    if (random.nextInt(4) == 0) {
      int bits = random.nextInt(13, 23);
      return Workspace.ofDictionary(bits, random.nextBoolean() ? bits - 1 : 0, streamKib);
    }
    return new Workspace(
        random.nextInt(8, 17),
        random.nextInt(8, 16),
        random.nextInt(12, 19),
        1 + random.nextInt(Sizes.within(maxApply, Sections.DEFAULT).maxEdits()),
        Sizes.hasRoomForExecutables(maxApply) && random.nextBoolean(),
        streamKib,
        0,
        0);
  }
}
