package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.samples.Samples;
import dev.sluice.patch.Checkpoints;
import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.PatchSession;
import dev.sluice.patch.RandomReader;
import dev.sluice.testkit.MemoryChannel;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Patches whose sections have a dictionary with a window of the base.
class DictionaryRoundTripTest {
  private static final int WORDS = 400;

  @Test
  void givenRewrittenText_whenDiffed_thenAWindowOfTheBaseSaysItShorterThanEdits()
      throws IOException {
    var old = text(new Random(1), 300_000);
    var neu = rewritten(new Random(2), old);

    var patch = Patches.diff(old, neu);

    assertThat(windowBits(patch)).isPositive();
    assertMade(old, patch, neu);
    assertThat(PatchSummary.read(new ByteArrayInputStream(patch)))
        .isInstanceOfSatisfying(
            PatchSummary.Outcome.Read.class,
            read ->
                assertThat(read.summary().sections())
                    .isNotEmpty()
                    .allMatch(section -> section.windowBytes().orElse(0) > 0));
    var edits = Patches.diff(old, neu, DiffOptions.DEFAULT.withEffort(Effort.FAST));
    assertThat(windowBits(edits)).isZero();
    assertThat(patch.length).isLessThan(edits.length);
  }

  @Test
  void givenFewEdits_whenDiffed_thenTheyAreSaidAsEdits() throws IOException {
    var old = text(new Random(3), 300_000);
    var neu = Samples.edit(Samples.random(4), old, 10);

    assertThat(windowBits(Patches.diff(old, neu))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 50_001, 150_003})
  void givenRewrittenFileOfAnyLength_whenDiffedThoroughly_thenGivesTheNewBytes(int length)
      throws IOException {
    for (int seed = 0; seed < 3; seed++) {
      var old = text(new Random(seed), length);
      var neu = rewritten(new Random(seed + 100L), old);
      var options =
          DiffOptions.DEFAULT
              .withEffort(Effort.BEST)
              .withSections(new Sections(50_000, Sections.DEFAULT.maxEdits()));

      assertMade(old, Patches.diff(old, neu, options), neu);
    }
  }

  @Test
  void givenAnyBitTurned_whenApplied_thenRefusesOrMakesTheSame() throws IOException {
    var old = text(new Random(5), 200_000);
    var neu = rewritten(new Random(6), old);
    var patch = Patches.diff(old, neu, DiffOptions.DEFAULT.withEffort(Effort.BEST));
    assertThat(windowBits(patch)).isPositive();
    var random = new Random(7);
    for (int i = 0; i < 300; i++) {
      var broken = patch.clone();
      int at = i < 120 ? i : random.nextInt(patch.length);
      broken[at] ^= (byte) (1 << random.nextInt(8));

      var applied = Patches.apply(old, broken);

      if (applied.outcome() instanceof PatchOutcome.Applied(var digest, _)) {
        assertThat(digest).as("byte %d", at).isEqualTo(Digest.sha256(neu));
      }
    }
  }

  @Test
  void givenPatchThatArrivesByteByByte_whenAdvanced_thenNoSectionBeginsBeforeAllOfItIsThere()
      throws IOException {
    var old = text(new Random(8), 60_000);
    var neu = rewritten(new Random(9), old);
    var options =
        DiffOptions.DEFAULT
            .withEffort(Effort.BEST)
            .withSections(new Sections(10_000, Sections.DEFAULT.maxEdits()));
    var patch = Patches.diff(old, neu, options);
    assertThat(windowBits(patch)).isPositive();
    var result = MemoryChannel.withRoom(0);

    try (var session =
        PatchSession.open(
            RandomReader.of(MemorySegment.ofArray(old)),
            Digest.sha256(old),
            RandomReader.of(MemorySegment.ofArray(patch)),
            result,
            PatchLimits.DEFAULT,
            MemoryChannel::withRoom,
            Checkpoints.NONE)) {
      for (int there = 0; there < patch.length; there++) {
        assertThat(session.advance(there, Long.MAX_VALUE))
            .as("%d of %d bytes", there, patch.length)
            .isInstanceOf(PatchSession.Progress.Waiting.class);
      }

      assertThat(session.advance(patch.length, Long.MAX_VALUE))
          .isEqualTo(
              new PatchSession.Progress.Ended(
                  new PatchOutcome.Applied(Digest.sha256(neu), neu.length)));
    }
    assertThat(result.bytes()).isEqualTo(neu);
  }

  private static int windowBits(byte[] patch) throws IOException {
    if (PatchHeader.read(new ByteArrayInputStream(patch))
        instanceof PatchHeader.Outcome.Read(var header)) {
      return header.workspace().windowBits();
    }
    throw new IllegalStateException("a patch that was just made has a header");
  }

  private static void assertMade(byte[] old, byte[] patch, byte[] neu) throws IOException {
    var applied = Patches.apply(old, patch);
    assertThat(applied.outcome()).isInstanceOf(PatchOutcome.Applied.class);
    assertThat(applied.written()).isEqualTo(neu);
  }

  /// Words of a language of its own.
  private static byte[] text(Random random, int length) {
    var text = new byte[length];
    for (int at = 0; at < length; ) {
      var word = new Random(random.nextInt(WORDS));
      for (int left = 2 + word.nextInt(9); left > 0 && at < length; left--) {
        text[at++] = (byte) ('a' + word.nextInt(26));
      }
      if (at < length) {
        text[at++] = ' ';
      }
    }
    return text;
  }

  /// The same with every few words another one.
  private static byte[] rewritten(Random random, byte[] old) {
    var neu = old.clone();
    var other = text(random, old.length);
    for (int at = random.nextInt(60); at + 12 < neu.length; at += 12 + random.nextInt(20)) {
      System.arraycopy(other, at, neu, at, 12);
    }
    return neu;
  }
}
