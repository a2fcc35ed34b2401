package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.samples.Samples;
import dev.sluice.patch.Checkpoint;
import dev.sluice.patch.Checkpoints;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.PatchRefusal;
import dev.sluice.patch.PatchSession;
import dev.sluice.patch.PatchSession.Progress;
import dev.sluice.patch.RandomReader;
import dev.sluice.testkit.MemoryChannel;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PatchSessionTest {
  private static final Samples.ZipKind ZIP = new Samples.ZipKind("usual", 6, 4, false, "", "");
  private static final DiffOptions SMALL_SECTIONS =
      DiffOptions.DEFAULT.withSections(new Sections(3000, 40));
  private static final int SEEDS = 200;

  /// Fewer where nothing is copied: each byte costs ten times as much there.
  private static final int COSTLY_SEEDS = 40;

  private final byte[] old = Samples.text(Samples.random(51), 1500);
  private final byte[] neu = Samples.edit(Samples.random(52), old, 40);

  @Test
  void givenPlainPatch_whenItArrivesInRandomParts_thenGivesWhatItGivesInOneGo() throws IOException {
    requireSameInParts(old, neu, SEEDS);
  }

  @Test
  void givenArchivePatch_whenItArrivesInRandomParts_thenGivesWhatItGivesInOneGo()
      throws IOException {
    requireSameInParts(Samples.zip(53, 1, 30, ZIP), Samples.zip(53, 2, 30, ZIP), SEEDS);
  }

  @Test
  void givenCompressedArtifact_whenItArrivesInRandomParts_thenGivesWhatItGivesInOneGo()
      throws IOException {
    requireSameInParts(new byte[0], neu, COSTLY_SEEDS);
  }

  /// Half of the devices also lose their power once, and go on from the last checkpoint.
  private static void requireSameInParts(byte[] old, byte[] neu, int seeds) throws IOException {
    var patch = Patches.diff(old, neu, SMALL_SECTIONS);
    for (int seed = 0; seed < seeds; seed++) {
      var random = new Random(seed);
      var device = new Device(old, patch);
      if (random.nextBoolean()) {
        var _ = device.feed(random, random.nextInt(patch.length));
        device.loseTail();
      }

      var outcome = device.feed(random, patch.length);

      assertThat(outcome)
          .as("seed %d", seed)
          .isEqualTo(new Progress.Ended(new PatchOutcome.Applied(Digest.sha256(neu), neu.length)));
      assertThat(device.result.bytes()).as("seed %d", seed).isEqualTo(neu);
    }
  }

  @Test
  void givenPartOfAPatch_whenAdvancing_thenMakesWhatItsWholeSectionsMake() throws IOException {
    var patch = Patches.diff(old, neu, SMALL_SECTIONS);
    var device = new Device(old, patch);
    try (var session = device.open()) {
      var progress = session.advance(patch.length / 2, Long.MAX_VALUE);

      assertThat(progress)
          .isInstanceOfSatisfying(
              Progress.Waiting.class,
              waiting -> assertThat(waiting.resultBytes()).isBetween(3000L, neu.length - 1L));
    }
  }

  @Test
  void givenWholePatch_whenAdvancingInSteps_thenReturnsAfterEach() throws IOException {
    var patch = Patches.diff(old, neu, SMALL_SECTIONS);
    try (var session = new Device(old, patch).open()) {
      assertThat(session.advance(patch.length, 1)).isEqualTo(new Progress.Going(3000));
      assertThat(session.advance(patch.length, 1)).isEqualTo(new Progress.Going(6000));
    }
  }

  @Test
  void givenPatchOverTheLimit_whenItsHeaderIsThere_thenRefusesItAndWritesNothing()
      throws IOException {
    var patch = Patches.diff(old, neu, SMALL_SECTIONS);
    var device = new Device(old, patch);
    device.limits = new PatchLimits(1000, 0, neu.length);
    try (var session = device.open()) {
      assertThat(session.advance(10, 1)).isEqualTo(new Progress.Waiting(0));

      assertThat(session.advance(200, 1))
          .isInstanceOfSatisfying(
              Progress.Ended.class,
              ended -> assertThat(ended.outcome()).isInstanceOf(PatchOutcome.Refused.class));
      assertThat(device.result.size()).isZero();
    }
  }

  @Test
  void givenPatchShorterThanItsSectionsSay_whenAdvancing_thenRefusesItBeforeItsEndIsThere()
      throws IOException {
    var patch = Patches.diff(old, neu);
    var device = new Device(old, Arrays.copyOf(patch, patch.length - 10));
    try (var session = device.open()) {
      assertThat(session.advance(patch.length / 2, 1))
          .isInstanceOfSatisfying(
              Progress.Ended.class,
              ended ->
                  assertThat(ended.outcome())
                      .extracting(outcome -> ((PatchOutcome.Refused) outcome).refusal())
                      .isInstanceOf(PatchRefusal.Truncated.class));
    }
  }

  @Test
  void givenBytesBehindThePatch_whenAdvancing_thenRefusesIt() throws IOException {
    var patch = Patches.diff(old, neu, SMALL_SECTIONS);
    var device = new Device(old, Arrays.copyOf(patch, patch.length + 10));
    try (var session = device.open()) {
      assertThat(session.advance(patch.length, Long.MAX_VALUE))
          .isInstanceOfSatisfying(
              Progress.Ended.class,
              ended -> assertThat(ended.outcome()).isInstanceOf(PatchOutcome.Refused.class));
    }
  }

  @Test
  void givenBaseThatChangesMeanwhile_whenAdvancing_thenRefusesTheResult() throws IOException {
    var patch = Patches.diff(old, neu, SMALL_SECTIONS);
    var device = new Device(old, patch);
    try (var session = device.open()) {
      var _ = session.advance(patch.length / 2, Long.MAX_VALUE);
      Arrays.fill(device.old, (byte) 7);

      assertThat(session.advance(patch.length, Long.MAX_VALUE))
          .isInstanceOfSatisfying(
              Progress.Ended.class,
              ended -> assertThat(ended.outcome()).isInstanceOf(PatchOutcome.Refused.class));
    }
  }

  @Test
  void givenLessThanBefore_whenAdvancing_thenThrows() throws IOException {
    try (var session = new Device(old, new byte[100]).open()) {
      var _ = session.advance(2, 1);

      assertThatThrownBy(() -> session.advance(1, 1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> session.advance(101, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void givenEngineThatMakesOtherBytes_whenAdvanced_thenAllIsMadeAnewWithoutIt() throws IOException {
    var oldGzip = gzip(old);
    var newGzip = gzip(neu);
    DeflateEngine wrong =
        (profile, output) -> DeflateEngine.platform().open(profile.withLevel(1), output);
    var device = new Device(oldGzip, Patches.diff(oldGzip, newGzip, SMALL_SECTIONS));
    var kinds = new ArrayList<Class<?>>();

    try (var session = device.open(wrong)) {
      Progress progress = new Progress.Going(0);
      while (!(progress instanceof Progress.Ended)) {
        progress = session.advance(device.patch.length, 10_000);
        kinds.add(progress.getClass());
      }

      assertThat(progress)
          .isEqualTo(
              new Progress.Ended(new PatchOutcome.Applied(Digest.sha256(newGzip), newGzip.length)));
    }

    assertThat(device.result.bytes()).isEqualTo(newGzip);
    assertThat(kinds).containsOnlyOnce(Progress.Restarted.class);
  }

  private static byte[] gzip(byte[] contents) throws IOException {
    var target = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(target)) {
      gzip.write(contents);
    }
    return target.toByteArray();
  }

  /// A device that keeps every checkpoint.
  private static final class Device implements Checkpoints {
    private final byte[] old;
    private final Digest oldDigest;
    private final byte[] patch;
    private final MemoryChannel result = MemoryChannel.withRoom(0);
    private PatchLimits limits = PatchLimits.DEFAULT;
    private Optional<Checkpoint> last = Optional.empty();

    private Device(byte[] old, byte[] patch) {
      this.old = old.clone();
      this.oldDigest = Digest.sha256(old);
      this.patch = patch;
    }

    private PatchSession open() {
      return open(DeflateEngine.platform());
    }

    private PatchSession open(DeflateEngine engine) {
      return new PatchSession(
          RandomReader.of(MemorySegment.ofArray(old)),
          oldDigest,
          RandomReader.of(MemorySegment.ofArray(patch)),
          result,
          limits,
          MemoryChannel::withRoom,
          this,
          engine);
    }

    /// Feeds parts until as much is there, and goes on as far as that leads.
    private Progress feed(RandomGenerator random, int untilBytes) throws IOException {
      try (var session = open()) {
        Progress progress = new Progress.Waiting(0);
        for (int there = 0; !(progress instanceof Progress.Ended); ) {
          if (progress instanceof Progress.Waiting) {
            if (there == untilBytes) {
              return progress;
            }
            there = Math.min(untilBytes, there + random.nextInt(1, patch.length / 3));
          }
          progress = session.advance(there, random.nextInt(1, 10_000));
        }
        return progress;
      }
    }

    private void loseTail() {
      result.truncate(last.map(Checkpoint::resultBytes).orElse(0L));
    }

    @Override
    public Optional<Checkpoint> last() {
      return last;
    }

    @Override
    public RandomReader made() {
      return RandomReader.of(MemorySegment.ofArray(result.bytes()));
    }

    @Override
    public void reached(Checkpoint checkpoint) {
      assertThat(checkpoint.resultBytes()).isEqualTo(result.size());
      last = Optional.of(checkpoint);
    }

    @Override
    public void discard() {
      last = Optional.empty();
    }
  }
}
