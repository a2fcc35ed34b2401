package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.body.EditedBody;
import dev.sluice.diff.match.EditScript;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.samples.Samples;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.stream.Varint;
import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.PatchRefusal;
import dev.sluice.patch.Patcher;
import dev.sluice.patch.RandomReader;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.view.Frame;
import dev.sluice.patch.view.Layout;
import dev.sluice.testkit.MemoryChannel;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class HostilePatchTest {
  private static final Samples.ZipKind ZIP = new Samples.ZipKind("usual", 6, 4, false, "", "");

  @Test
  void givenPlainPatch_whenTruncatedAnywhere_thenRefusesAsTruncated() throws IOException {
    var random = Samples.random(21);
    var old = Samples.text(random, 300);
    var patch = Patches.diff(old, Samples.edit(random, old, 8));

    for (int length = 0; length < patch.length; length++) {
      var refusal = Patches.apply(old, Samples.cut(patch, 0, length)).refusal();
      assertThat(refusal).isInstanceOf(PatchRefusal.Truncated.class);
      assertThat(refusal.message())
          .contains("ends after " + length + " bytes")
          .doesNotContain("\n");
    }
  }

  @Test
  void givenZipPatch_whenTruncatedAnywhere_thenRefusesAsTruncated() throws IOException {
    var old = Samples.zip(22, 1, 12, ZIP);
    var patch = Patches.diff(old, Samples.zip(22, 2, 12, ZIP));

    for (int length = 0; length < patch.length; length += 23) {
      assertThat(Patches.apply(old, Samples.cut(patch, 0, length)).refusal())
          .isInstanceOf(PatchRefusal.Truncated.class);
    }
  }

  @Test
  void givenPlainPatch_whenBitsFlip_thenRefusesOrGivesTheRightResult() throws IOException {
    var random = Samples.random(23);
    var old = Samples.text(random, 200);
    var neu = Samples.edit(random, old, 8);

    assertSafeUnderFlips(old, neu, 1500);
  }

  @Test
  void givenZipPatch_whenBitsFlip_thenRefusesOrGivesTheRightResult() throws IOException {
    assertSafeUnderFlips(Samples.zip(24, 1, 6, ZIP), Samples.zip(24, 2, 6, ZIP), 500);
  }

  @Test
  void givenPatchOfALongFileWithoutBase_whenBitsFlipOrItEnds_thenRefusesOrGivesTheRightResult()
      throws IOException {
    var neu = Samples.text(Samples.random(25), 25_000);
    var patch = Patches.diff(new byte[0], neu);

    assertThat(neu.length).isGreaterThan(1 << 20);
    assertThat(patch.length).isLessThan(neu.length / 2);
    assertThat(Patches.apply(new byte[0], patch).written()).isEqualTo(neu);
    assertSafeUnderFlips(new byte[0], neu, 40);
    for (int length = 0; length < patch.length; length += patch.length / 17) {
      assertThat(Patches.apply(new byte[0], Samples.cut(patch, 0, length)).refusal())
          .isInstanceOf(PatchRefusal.Truncated.class);
    }
  }

  private static void assertSafeUnderFlips(byte[] old, byte[] neu, int rounds) throws IOException {
    var patch = Patches.diff(old, neu);
    for (int seed = 0; seed < rounds; seed++) {
      var random = Samples.random(seed);
      var flipped = Samples.flip(random, patch, 1 + random.nextInt(3));
      var applied = Patches.apply(old, flipped);
      switch (applied.outcome()) {
        case PatchOutcome.Applied(var digest, var lengthBytes) -> {
          assertThat(applied.written())
              .as("seed %d", seed)
              .isEqualTo(neu)
              .hasSize((int) lengthBytes);
          assertThat(digest).isEqualTo(Digest.sha256(neu));
        }
        case PatchOutcome.Refused(var refusal) ->
            assertThat(refusal.message()).isNotBlank().doesNotContain("\n");
      }
    }
  }

  @Test
  void givenRandomBytesBehindAGoodHeader_whenApplied_thenRefuses() throws IOException {
    var old = Samples.zip(25, 1, 6, ZIP);
    var patch = Patches.diff(old, Samples.zip(25, 2, 6, ZIP));

    for (int seed = 0; seed < 200; seed++) {
      var garbage = Samples.bytes(Samples.random(seed), 600, 85);
      var hostile = Samples.join(Samples.cut(patch, 0, 100), garbage);
      assertThat(Patches.apply(old, hostile).refusal()).as("seed %d", seed).isNotNull();
    }
  }

  @Test
  void givenBytesThatAreNoPatch_whenApplied_thenRefusesWithWhatCame() throws IOException {
    var bytes = "PK\3\4, not a patch".getBytes(StandardCharsets.UTF_8);

    assertThat(Patches.apply(new byte[0], bytes).refusal())
        .isEqualTo(new PatchRefusal.NotAPatch("504b0304"));
  }

  @Test
  void givenLaterVersion_whenApplied_thenRefusesWithBothVersions() throws IOException {
    var patch = Patches.diff(new byte[10], new byte[20]);
    patch[4] = PatchHeader.VERSION + 4;

    assertThat(Patches.apply(new byte[10], patch).refusal())
        .isEqualTo(
            new PatchRefusal.UnsupportedVersion(PatchHeader.VERSION, PatchHeader.VERSION + 4));
  }

  @Test
  void givenAnotherBase_whenApplied_thenRefusesBeforeWriting() throws IOException {
    var old = Samples.text(Samples.random(26), 50);
    var patch = Patches.diff(old, Samples.text(Samples.random(27), 50));
    var other = Samples.flip(Samples.random(28), old, 1);

    var applied = Patches.apply(other, patch);

    assertThat(applied.refusal())
        .isEqualTo(new PatchRefusal.BaseMismatch(Digest.sha256(old), Digest.sha256(other)));
    assertThat(applied.written()).isEmpty();
  }

  @Test
  void givenAnotherBase_whenAppliedBesideItsCheck_thenRefusesAllTheSame() throws IOException {
    var old = Samples.text(Samples.random(26), 50);
    var patch = Patches.diff(old, Samples.text(Samples.random(27), 50));
    var other = Samples.flip(Samples.random(28), old, 1);

    assertThat(applyBesideCheck(old, patch)).isInstanceOf(PatchOutcome.Applied.class);
    assertThat(applyBesideCheck(other, patch))
        .isEqualTo(
            new PatchOutcome.Refused(
                new PatchRefusal.BaseMismatch(Digest.sha256(old), Digest.sha256(other))));
  }

  private static PatchOutcome applyBesideCheck(byte[] old, byte[] patch) throws IOException {
    return CheckingPatcher.apply(
        RandomReader.of(MemorySegment.ofArray(old)),
        new ByteArrayInputStream(patch),
        Channels.newChannel(OutputStream.nullOutputStream()),
        PatchLimits.DEFAULT,
        MemoryChannel::withRoom,
        ForkJoinPool.commonPool());
  }

  @Test
  void givenBaseOfAnotherLength_whenApplied_thenRefusesBeforeReadingIt() throws IOException {
    var patch = Patches.diff(new byte[100], new byte[200]);

    assertThat(Patches.apply(new byte[99], patch).refusal())
        .isEqualTo(new PatchRefusal.BaseLengthMismatch(100, 99));
  }

  @Test
  void givenDigestComputedByTheCaller_whenItIsAnother_thenRefuses() throws IOException {
    var old = Samples.text(Samples.random(29), 50);
    var patch = Patches.diff(old, Samples.text(Samples.random(30), 50));
    var stated = Digest.sha256(new byte[] {1});

    var outcome =
        Patcher.apply(
            RandomReader.of(MemorySegment.ofArray(old)),
            stated,
            new ByteArrayInputStream(patch),
            Channels.newChannel(OutputStream.nullOutputStream()),
            PatchLimits.DEFAULT,
            MemoryChannel::withRoom);

    assertThat(outcome)
        .isEqualTo(
            new PatchOutcome.Refused(new PatchRefusal.BaseMismatch(Digest.sha256(old), stated)));
  }

  @Test
  void givenLimitsBelowWhatThePatchDeclares_whenApplied_thenRefusesEach() throws IOException {
    var old = Samples.zip(31, 1, 10, ZIP);
    var neu = Samples.zip(31, 2, 10, ZIP);
    var patch = new ByteArrayOutputStream();
    var made =
        Differ.diff(
            MemorySegment.ofArray(old), MemorySegment.ofArray(neu), patch, DiffOptions.DEFAULT);
    long memory = made.memoryBytes();
    long scratch = made.scratchBytes();
    var bytes = patch.toByteArray();

    assertThat(scratch).isPositive();
    assertThat(
            Patches.apply(old, bytes, new PatchLimits(memory - 1, scratch, neu.length)).refusal())
        .isEqualTo(new PatchRefusal.LimitExceeded(PatchRefusal.Limited.MEMORY, memory - 1, memory));
    assertThat(
            Patches.apply(old, bytes, new PatchLimits(memory, scratch - 1, neu.length)).refusal())
        .isEqualTo(
            new PatchRefusal.LimitExceeded(PatchRefusal.Limited.SCRATCH, scratch - 1, scratch));
    assertThat(
            Patches.apply(old, bytes, new PatchLimits(memory, scratch, neu.length - 1)).refusal())
        .isEqualTo(
            new PatchRefusal.LimitExceeded(
                PatchRefusal.Limited.RESULT, neu.length - 1, neu.length));
    assertThat(Patches.apply(old, bytes, new PatchLimits(memory, scratch, neu.length)).outcome())
        .isInstanceOf(PatchOutcome.Applied.class);
  }

  @Test
  void givenBytesBehindTheLastSection_whenApplied_thenRefuses() throws IOException {
    var old = new byte[100];
    var patch = Samples.join(Patches.diff(old, new byte[200]), new byte[1]);

    assertThat(Patches.apply(old, patch).refusal()).isInstanceOf(PatchRefusal.Corrupt.class);
  }

  @Test
  void givenViewFarLongerThanItsResult_whenApplied_thenRefusesTheBomb() throws IOException {
    var digest = Digest.sha256(new byte[0]);
    var workspace = new Workspace(8, 8, 12, 1, false, 0, 0, 0);
    var header = new PatchHeader(digest, 0, digest, 1000, 1L << 40, 0, workspace);
    var patch = new ByteArrayOutputStream();
    header.write(patch);

    assertThat(Patches.apply(new byte[0], patch.toByteArray()).refusal())
        .isInstanceOf(PatchRefusal.Corrupt.class);
  }

  @Test
  void givenLayoutThatTakesMoreThanDeclared_whenApplied_thenRefuses() throws IOException {
    var frames = new ArrayList<Frame>();
    for (int i = 0; i < 1000; i++) {
      frames.add(new Frame(new Deflate(), i, 1, new Recipe(new byte[0])));
    }
    var workspace = new Workspace(8, 8, 12, 1, false, 60, 0, 0);

    assertThat(hostile(new Layout(List.of(), frames), workspace).message()).contains("declared");
  }

  private static PatchRefusal hostile(Layout layout, Workspace workspace) throws IOException {
    var digest = Digest.sha256(new byte[0]);
    var patch = new ByteArrayOutputStream();
    new PatchHeader(digest, 0, digest, 1000, 1000, 0, workspace).write(patch);
    var nothing = MemorySegment.ofArray(new byte[0]);
    EditedBody.of(
            layout, List.of(), (pair, _) -> pair.hints(), new EditScript(), nothing, nothing, 1, 1)
        .code(workspace, Runnable::run, _ -> {})
        .write(patch);
    return Patches.apply(new byte[0], patch.toByteArray()).refusal();
  }

  @Test
  void givenWindowBehindTheBaseOrLongerThanDeclared_whenApplied_thenRefusesByName()
      throws IOException {
    assertThat(window(200, 0).message()).contains("the start of a window at most 100");
    assertThat(window(60, 41).message()).contains("the length of a window at most 40");
    assertThat(window(0, 5000).message()).contains("the length of a window at most 100");
  }

  private static PatchRefusal window(long start, long length) throws IOException {
    var old = new byte[100];
    var digest = Digest.sha256(old);
    var patch = new ByteArrayOutputStream();
    new PatchHeader(digest, old.length, digest, 1000, 1000, 0, Workspace.ofDictionary(13, 12, 0))
        .write(patch);
    for (long number : new long[] {0, 1000, 1, start, length}) {
      Varint.write(patch, number);
    }
    patch.write(0);
    return Patches.apply(old, patch.toByteArray()).refusal();
  }

  @Test
  void givenPatchThatDeclaresMoreEditsThanAnyHas_whenExplained_thenRefuses() throws IOException {
    var digest = Digest.sha256(new byte[0]);
    var patch = new ByteArrayOutputStream();
    var workspace = new Workspace(24, 24, 24, 1 << 24, false, 0, 0, 0);
    new PatchHeader(digest, 0, digest, 1000, 1000, 0, workspace).write(patch);

    assertThat(PatchSummary.read(new ByteArrayInputStream(patch.toByteArray())))
        .isInstanceOfSatisfying(
            PatchSummary.Outcome.Refused.class,
            refused ->
                assertThat(refused.refusal()).isInstanceOf(PatchRefusal.LimitExceeded.class));
  }

  @Test
  void givenZipOfZeros_whenDiffedAndApplied_thenStaysWithinTheBoundOfViews() throws IOException {
    var zeros = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(zeros)) {
      zip.putNextEntry(new ZipEntry("zeros"));
      zip.write(new byte[20_000_000]);
      zip.closeEntry();
    }
    var neu = zeros.toByteArray();

    var applied = Patches.apply(new byte[0], Patches.diff(new byte[0], neu));

    assertThat(applied.written()).isEqualTo(neu);
  }
}
