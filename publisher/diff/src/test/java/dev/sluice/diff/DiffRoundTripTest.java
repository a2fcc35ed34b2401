package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.samples.Samples;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffRoundTripTest {
  private static final DiffOptions LITTLE_MEMORY =
      DiffOptions.DEFAULT.withMaxMemoryBytes(1 << 18).withMaxApplyBytes(1 << 23);

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 256})
  void givenSeededEdits_whenDiffedAndApplied_thenGivesTheNewBytes(int symbols) throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      var random = Samples.random(seed);
      var old = Samples.bytes(random, random.nextInt(3000), symbols);
      var neu = Samples.edit(random, old, random.nextInt(6));

      var applied = Patches.apply(old, Patches.diff(old, neu));

      assertMade(applied, neu, "seed " + seed);
    }
  }

  @Test
  void givenDeviceWithTwoMebibytes_whenDiffedForIt_thenItApplies() throws IOException {
    var random = Samples.random(23);
    var old = Samples.bytes(random, 5 << 19, 64);
    var neu = Samples.edit(random, old, 3000);
    long room = 2 << 20;
    for (var base : new byte[][] {old, {}}) {
      var patch = Patches.diff(base, neu, DiffOptions.DEFAULT.withMaxApplyBytes(room));

      var limits = new PatchLimits(room, Long.MAX_VALUE, Long.MAX_VALUE);
      assertMade(Patches.apply(base, patch, limits), neu, base.length + " bytes of base");
    }
  }

  @ParameterizedTest
  @EnumSource(Effort.class)
  void givenAnyEffort_whenDiffedAndApplied_thenGivesTheNewBytesOfASmallPatch(Effort effort)
      throws IOException {
    var random = Samples.random(17);
    var old = Samples.bytes(random, 1 << 17, 256);
    var neu = Samples.edit(random, old, 30);

    var patch = Patches.diff(old, neu, DiffOptions.DEFAULT.withEffort(effort));

    assertMade(Patches.apply(old, patch), neu, effort.name());
    assertThat(patch.length).isLessThan(neu.length / 8);
  }

  @Test
  void givenEmptyFiles_whenDiffedAndApplied_thenGivesTheNewBytes() throws IOException {
    var some = Samples.bytes(Samples.random(1), 5000, 50);
    var none = new byte[0];

    assertMade(Patches.apply(none, Patches.diff(none, none)), none, "none to none");
    assertMade(Patches.apply(some, Patches.diff(some, none)), none, "some to none");
    assertMade(Patches.apply(none, Patches.diff(none, some)), some, "none to some");
  }

  @Test
  void givenTinyTexts_whenDiffedAndApplied_thenGivesTheNewBytes() throws IOException {
    var texts = new String[] {"a", "b", "aa", "ab", "hello\n", "hello, world\n"};

    for (var old : texts) {
      for (var neu : texts) {
        var oldBytes = old.getBytes(StandardCharsets.UTF_8);
        var newBytes = neu.getBytes(StandardCharsets.UTF_8);
        assertMade(
            Patches.apply(oldBytes, Patches.diff(oldBytes, newBytes)), newBytes, old + " " + neu);
      }
    }
  }

  @Test
  void givenIdenticalFiles_whenDiffed_thenPatchIsLittleMoreThanItsHeader() throws IOException {
    var file = Samples.bytes(Samples.random(2), 1 << 20, 256);

    var patch = Patches.diff(file, file);

    assertThat(patch).hasSizeLessThan(200);
    assertMade(Patches.apply(file, patch), file, "identical");
  }

  @Test
  void givenUnrelatedFiles_whenDiffed_thenPatchIsLittleMoreThanTheNewFile() throws IOException {
    var old = Samples.bytes(Samples.random(3), 100_000, 256);
    var neu = Samples.bytes(Samples.random(4), 100_000, 256);

    var patch = Patches.diff(old, neu);

    assertThat(patch).hasSizeLessThan(101_000);
    assertMade(Patches.apply(old, patch), neu, "unrelated");
  }

  @Test
  void givenSmallEditsOfALargeFile_whenDiffed_thenPatchIsSmall() throws IOException {
    var random = Samples.random(5);
    var old = Samples.bytes(random, 500_000, 256);
    var neu = Samples.edit(random, old, 12);

    var patch = Patches.diff(old, neu);

    assertThat(patch).hasSizeLessThan(6_000);
    assertMade(Patches.apply(old, patch), neu, "edited");
  }

  @Test
  void givenLessMemoryThanTheIndexTakes_whenDiffed_thenIndexesMoreSparsely() throws IOException {
    var random = Samples.random(6);
    var old = Samples.bytes(random, 600_000, 256);
    var neu =
        Samples.join(
            Samples.cut(old, 0, 100_000),
            Samples.bytes(random, 10_000, 256),
            Samples.flip(random, Samples.cut(old, 100_000, 400_000), 50),
            Samples.cut(old, 410_000, 600_000));

    var patch = Patches.diff(old, neu, LITTLE_MEMORY);

    assertThat(patch).hasSizeLessThan(13_000);
    assertMade(Patches.apply(old, patch), neu, "sparsely");
  }

  @Test
  void givenAnExecutor_whenDiffed_thenPatchIsTheSame() throws IOException {
    var random = Samples.random(7);
    var old = Samples.text(random, 3000);
    var neu = Samples.edit(random, old, 10);

    try (var threads = Executors.newFixedThreadPool(2)) {
      var patch = Patches.diff(old, neu, DiffOptions.DEFAULT.withExecutor(threads));

      assertThat(patch).isEqualTo(Patches.diff(old, neu));
    }
  }

  @Test
  void givenLongRunsOfOneByte_whenDiffedAndApplied_thenGivesTheNewBytes() throws IOException {
    var old = new byte[1_000_000];
    var neu = new byte[1_100_000];
    neu[500_000] = 1;

    var patch = Patches.diff(old, neu);

    assertThat(patch).hasSizeLessThan(400);
    assertMade(Patches.apply(old, patch), neu, "zeros");
  }

  private static void assertMade(Patches.Applied applied, byte[] expected, String which) {
    assertThat(applied.outcome())
        .as(which)
        .isEqualTo(new PatchOutcome.Applied(Digest.sha256(expected), expected.length));
    assertThat(applied.written()).as(which).isEqualTo(expected);
  }
}
