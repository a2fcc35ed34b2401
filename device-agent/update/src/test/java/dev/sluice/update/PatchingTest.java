package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.patch.Checkpoint;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.apply.StoredCheckpoint;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.order.PatchStart;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent.Announced;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows of the transition table that are about patches. The patch from old to next has several
/// parts, and its result several steps.
class PatchingTest {
  private static final int PARTS = 7;
  private static final int FIRST_PARTS = 5;

  private final VirtualClock clock = new VirtualClock();
  private final FakeFleet fleet = new FakeFleet(clock, 1024);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private final FakeDevice device = new FakeDevice(clock, new Seeded(7), edge, fleet.trustAnchor());
  private final Release old = fleet.release("1.0", 1, random(1, 5_000));
  private final Release next = fleet.release("2.0", 2, random(2, 6_500));
  private final Digest artifact = next.artifact().digest();

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    fleet.ring(old, null);
    device.start();
    edge.fetches().clear();
    device.log().clear();
  }

  /// Bytes that no compressor can shorten.
  private static byte[] random(long seed, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void announce() {
    fleet.ring(old, fleet.next(next));
    device.send(new Announced(fleet.announcement(next)));
  }

  /// Announces, and goes on until the power is cut, which it is before a part of the patch is
  /// fetched.
  private void announceAndCutBeforePart(String patch, int part) {
    fleet.ring(old, fleet.next(next));
    device.step(new Announced(fleet.announcement(next)));
    while (count(patch) < part) {
      assertThat(device.answer()).isTrue();
    }
  }

  private long count(String path) {
    return edge.paths().stream().filter(path::equals).count();
  }

  private void requireUpdated() {
    assertThat(device.installed()).isEqualTo(next.bytes());
    assertThat(device.previous()).isEqualTo(old.bytes());
    assertThat(device.downloads()).isZero();
  }

  private LocalFile.Checkpoint checkpoint() {
    return new LocalFile.Checkpoint(device.advances().getLast().order().patch());
  }

  private void requireLogged(String words) {
    assertThat(device.log()).anyMatch(line -> line.contains(words));
  }

  @Test
  void givenPatchOfSeveralParts_whenFetched_thenIsAppliedPartByPart() {
    String patch = fleet.delta(old, next);

    announce();

    requireUpdated();
    assertThat(count(patch)).isEqualTo(PARTS);
    assertThat(device.advances())
        .extracting(Effect.AdvancePatch::availableBytes)
        .startsWith(1024L, 2048L, 3072L)
        .isSorted();
    assertThat(device.starts().getFirst()).isEqualTo(new PatchStart.Anew());
    assertThat(device.starts()).filteredOn(new PatchStart.Anew()::equals).hasSize(1);
  }

  @Test
  void givenPowerCutInTheMiddleOfAPatch_whenStartedAgain_thenGoesOnFromItsCheckpoint() {
    String patch = fleet.delta(old, next);
    announceAndCutBeforePart(patch, 5);
    assertThat(device.file(checkpoint())).isPresent();
    int before = device.starts().size();

    device.start();

    requireUpdated();
    assertThat(device.starts().get(before))
        .isInstanceOfSatisfying(
            PatchStart.Resumed.class,
            resumed -> assertThat(resumed.resultBytes()).isGreaterThanOrEqualTo(2048));
    assertThat(count(patch)).isEqualTo(PARTS + 1);
    requireLogged("resuming patch patch=");
    assertThat(device.log())
        .filteredOn(line -> line.contains("applied patch"))
        .singleElement()
        .satisfies(line -> assertThat(line).doesNotContain("madeBytes=\"6500\""));
  }

  @Test
  void givenDamagedCheckpoint_whenStartedAgain_thenIgnoresItByNameAndBeginsAnew() {
    String patch = fleet.delta(old, next);
    announceAndCutBeforePart(patch, 5);
    byte[] kept = device.file(checkpoint()).orElseThrow();
    device.setFile(checkpoint(), new Seeded(3).withFlippedBit(kept));

    device.start();

    requireUpdated();
    requireLogged("WARN beginning a patch anew");
    assertThat(count(patch)).isEqualTo(PARTS + 1);
  }

  @Test
  void givenForeignCheckpoint_whenStartedAgain_thenIgnoresItByNameAndBeginsAnew() {
    String patch = fleet.delta(old, next);
    announceAndCutBeforePart(patch, 5);
    var digest = Digest.sha256(new byte[] {1});
    device.setFile(
        checkpoint(),
        new StoredCheckpoint(digest, digest, artifact, new Checkpoint(900, 1024, 1024)).encode());

    device.start();

    requireUpdated();
    requireLogged("it is of another base, patch or result");
  }

  @Test
  void givenResultShorterThanItsCheckpoint_whenStartedAgain_thenBeginsAnew() {
    String patch = fleet.delta(old, next);
    announceAndCutBeforePart(patch, 5);
    device.setFile(new LocalFile.Artifact(artifact), new byte[100]);

    device.start();

    requireUpdated();
    requireLogged("the result must have its ");
  }

  @Test
  void givenResultThatChangedUnderItsCheckpoint_whenResumed_thenBeginsAnewWithoutFetchingAgain() {
    String patch = fleet.delta(old, next);
    announceAndCutBeforePart(patch, 5);
    var result = new LocalFile.Artifact(artifact);
    byte[] made = device.file(result).orElseThrow();
    made[10] ^= 1;
    device.setFile(result, made);

    device.start();

    requireUpdated();
    requireLogged("reason=\"patch result must be");
    assertThat(count(patch)).isEqualTo(PARTS + 1);
    assertThat(edge.paths()).doesNotContain(next.objectPath());
  }

  @Test
  void givenBaseThatChangesMeanwhile_whenApplied_thenSaysSoAndTakesTheFullArtifact() {
    Release similar = similar();
    String patch = fleet.delta(old, similar);
    fleet.ring(old, fleet.next(similar));
    device.step(new Announced(fleet.announcement(similar)));
    while (count(patch) == 0) {
      assertThat(device.answer()).isTrue();
    }
    device.setInstalled(random(9, 5_000));

    device.settle();

    assertThat(device.installed()).isEqualTo(similar.bytes());
    requireLogged("the installed file changed while the patch was applied");
    assertThat(count(patch)).isEqualTo(1);
  }

  @Test
  void givenBaseThatIsCutShortMeanwhile_whenApplied_thenEndsWithTheRightBytes() {
    Release similar = similar();
    var _ = fleet.delta(old, similar);
    fleet.ring(old, fleet.next(similar));
    device.step(new Announced(fleet.announcement(similar)));
    while (device.advances().isEmpty()) {
      assertThat(device.answer()).isTrue();
    }
    device.setInstalled(new byte[10]);

    device.settle();

    assertThat(device.installed()).isEqualTo(similar.bytes());
  }

  /// A release most of which is copied from the old one.
  private Release similar() {
    byte[] bytes = old.bytes().clone();
    bytes[4_000] ^= 1;
    return fleet.release("3.0", 3, bytes);
  }

  @Test
  void givenFlippedPatchOfSeveralParts_whenRefused_thenFetchesItOncePastTheCaches() {
    String patch = fleet.delta(old, next);
    edge.flip(patch);

    announce();

    requireUpdated();
    requireLogged("WARN refused patch patch=");
    assertThat(count(patch)).isEqualTo(2 * PARTS);
    assertThat(edge.paths()).doesNotContain(next.objectPath());
  }

  @Test
  void givenSpoiledPatch_whenRefusedTwice_thenTakesTheFullArtifact() {
    edge.spoil(fleet.delta(old, next));

    announce();

    requireUpdated();
    assertThat(edge.paths()).contains(next.objectPath());
  }

  @Test
  void givenBadPatchOfTheRightDigest_whenRefused_thenIsNotFetchedAgain() {
    byte[] bytes = fleet.repository().file(fleet.delta(old, next)).clone();
    bytes[bytes.length / 2] ^= 1;
    String patch = fleet.delta(old, next, bytes, 1_000, 0);

    announce();

    requireUpdated();
    requireLogged("it cannot be applied");
    assertThat(count(patch)).isEqualTo(PARTS);
    assertThat(edge.paths()).contains(next.objectPath());
  }

  @Test
  void givenPatchesOfMoreWorkThanAllowed_whenUpdating_thenTheWholeArtifactIsFetched() {
    String patch = fleet.delta(old, next);
    String compressed = fleet.compressed(next);
    fleet.ring(old, fleet.next(next));
    var slow =
        FakeDevice.withMaxWork(
            clock, new Seeded(8), edge, fleet.trustAnchor(), FakeFleet.WORK.minusMillis(1));
    slow.setInstalled(old.bytes());

    slow.start();

    assertThat(slow.installed()).isEqualTo(next.bytes());
    assertThat(edge.paths()).contains(next.objectPath()).doesNotContain(patch, compressed);
    assertThat(slow.log())
        .anyMatch(line -> line.contains("the patch is work of 40 ms, allowed are 39"));
  }

  @Test
  void givenPatchOfJustTheWorkThatIsAllowed_whenUpdating_thenItIsApplied() {
    String patch = fleet.delta(old, next);
    fleet.ring(old, fleet.next(next));
    var slow =
        FakeDevice.withMaxWork(clock, new Seeded(8), edge, fleet.trustAnchor(), FakeFleet.WORK);
    slow.setInstalled(old.bytes());

    slow.start();

    assertThat(slow.installed()).isEqualTo(next.bytes());
    assertThat(edge.paths()).contains(patch).doesNotContain(next.objectPath());
  }

  @Test
  void givenPatchWhoseHeaderDeclaresTooMuch_whenItsFirstPartIsThere_thenTheRestIsNotFetched() {
    byte[] bytes = fleet.repository().file(fleet.delta(old, next)).clone();
    String patch = fleet.delta(old, next, bytes, 1_000, 0);
    fleet.ring(old, fleet.next(next));
    var small =
        new FakeDevice(
            clock, new Seeded(8), edge, fleet.trustAnchor(), 1_000, DeviceAttributes.none());
    small.setInstalled(old.bytes());

    small.start();

    assertThat(small.installed()).isEqualTo(next.bytes());
    assertThat(edge.fetches())
        .filteredOn(fetch -> fetch.path().equals(patch))
        .extracting(Effect.Fetch::range)
        .containsExactly(new ByteRange.Part(0, 1024), new ByteRange.Part(0, 1024));
    assertThat(small.log()).anyMatch(line -> line.contains("patch may take 1000 bytes of memory"));
  }

  @Test
  void givenNoPatch_whenTheCompressedArtifactIsOffered_thenTakesThat() {
    String compressed = fleet.compressed(next);

    announce();

    requireUpdated();
    assertThat(count(compressed)).isEqualTo(PARTS);
    assertThat(edge.paths()).doesNotContain(next.objectPath());
  }

  @Test
  void givenNothingInstalled_whenTheCompressedArtifactIsOffered_thenTakesThat() {
    fleet.compressed(next);
    fleet.ring(next, null);
    var empty = new FakeDevice(clock, new Seeded(8), edge, fleet.trustAnchor());

    empty.start();

    assertThat(empty.installed()).isEqualTo(next.bytes());
    assertThat(edge.paths()).doesNotContain(next.objectPath());
  }

  @Test
  void givenSpoiledCompressedArtifact_whenRefusedTwice_thenTakesTheSlices() {
    String compressed = fleet.compressed(next);
    edge.spoil(compressed);

    announce();

    requireUpdated();
    assertThat(count(compressed)).isEqualTo(2 * PARTS);
    assertThat(edge.paths()).contains(next.objectPath());
  }

  @Test
  void givenRefusedPatch_whenPowerIsCutAfterwards_thenIsNotTriedAgain() {
    String patch = fleet.delta(old, next, new byte[] {1, 2, 3}, 1_000, 0);
    String compressed = fleet.compressed(next);
    announceAndCutBeforePart(compressed, 5);

    device.start();

    requireUpdated();
    assertThat(count(patch)).isEqualTo(1);
    assertThat(count(compressed)).isEqualTo(PARTS + 1);
    requireLogged("resuming patch patch=");
  }

  @Test
  void givenChain_whenAnnounced_thenAppliesItsPatchesInOrderAndDropsWhatLiesBetween() {
    Release between = fleet.release("1.5", 3, random(5, 4_000));
    List<String> patches = fleet.chain(old, between, next);
    fleet.ring(old, fleet.next(next));
    device.step(new Announced(fleet.announcement(next)));
    while (count(patches.getLast()) == 0) {
      assertThat(device.answer()).isTrue();
    }
    assertThat(device.file(new LocalFile.Artifact(between.artifact().digest())))
        .contains(between.bytes());

    device.settle();

    requireUpdated();
    assertThat(count(patches.getFirst())).isEqualTo(FIRST_PARTS);
    assertThat(count(patches.getLast())).isEqualTo(PARTS);
    assertThat(edge.paths()).doesNotContain(next.objectPath());
  }

  @Test
  void givenPowerCutInTheSecondStepOfAChain_whenStartedAgain_thenTheFirstIsNotDoneAgain() {
    Release between = fleet.release("1.5", 3, random(5, 4_000));
    List<String> patches = fleet.chain(old, between, next);
    announceAndCutBeforePart(patches.getLast(), 5);

    device.start();

    requireUpdated();
    assertThat(count(patches.getFirst())).isEqualTo(FIRST_PARTS);
    assertThat(count(patches.getLast())).isEqualTo(PARTS + 1);
    requireLogged("resuming patch patch=");
  }

  @Test
  void givenFullDisk_whenTheResultIsWritten_thenKeepsWhatIsThereAndGoesOnOnceThereIsRoom() {
    String patch = fleet.delta(old, next);
    fleet.ring(old, fleet.next(next));
    device.step(new Announced(fleet.announcement(next)));
    while (device.advances().size() < 3) {
      assertThat(device.answer()).isTrue();
    }
    device.setDiskFull(true);

    device.settle();

    assertThat(device.installed()).isEqualTo(old.bytes());
    Confirmation latest = device.confirmations().getLast();
    assertThat(latest.reason().isOfDevice()).isTrue();
    assertThat(latest.reason().text()).contains("No space left");
    assertThat(count(patch)).isLessThan(PARTS);

    device.setDiskFull(false);
    device.awaitWake();

    assertThat(device.installed()).isEqualTo(next.bytes());
    assertThat(count(patch)).isLessThanOrEqualTo(PARTS + 1);
  }
}
