package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.diff.Sections;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.rings.NextState;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.install.Overwrites;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.port.UpdateEvent.Connected;
import dev.sluice.update.port.UpdateEvent.HaltAnnounced;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows of the transition table about a device without room for two copies.
class InPlaceTest {
  private static final int LENGTH = 400_000;

  /// What a journal takes here, generously; far less than a second copy.
  private static final int JOURNAL = 250_000;

  private static final Sections SECTIONS = new Sections(8 << 10, 64);

  private final VirtualClock clock = new VirtualClock();
  private final Seeded chance = new Seeded(7);
  private final FakeFleet fleet = new FakeFleet(clock, 64 << 10);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private final FakeDevice device = FakeDevice.whenShort(clock, chance, edge, fleet.trustAnchor());
  private final byte[] oldBytes = new Seeded(1).bytesOfLength(LENGTH);
  private final byte[] newBytes = changed(oldBytes);
  private Release old;
  private Release next;
  private String patch;

  /// Moved by some bytes, so that what was overwritten is needed.
  private static byte[] changed(byte[] bytes) {
    byte[] changed = new byte[bytes.length + 100];
    System.arraycopy(bytes, 0, changed, 100, bytes.length);
    Arrays.fill(changed, 200_000, 200_100, (byte) 9);
    return changed;
  }

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    old = fleet.release("1.0", 1, oldBytes);
    next = fleet.release("2.0", 2, newBytes);
    fleet.ring(old, null);
    device.start();
    assertThat(device.installed()).isEqualTo(oldBytes);
    patch = fleet.delta(old, next, SECTIONS);
    fleet.ring(old, fleet.next(next));
    edge.fetches().clear();
    device.log().clear();
  }

  private void announce() {
    device.send(new Announced(fleet.announcement(next)));
  }

  private Confirmation latest() {
    return device.confirmations().getLast();
  }

  private void requireAppliedInPlace() {
    requireInstalled();
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(latest().reason().text()).isEqualTo(Overwrites.DETAIL);
    assertThat(device.previous()).isEmpty();
  }

  private void requireInstalled() {
    assertThat(Arrays.equals(device.installed(), newBytes)).as("%s", device.log()).isTrue();
    assertThat(device.hasJournal()).isFalse();
    assertThat(device.downloads()).isZero();
    assertThat(device.memory().job()).isEqualTo(new Job.Nothing());
    assertThat(device.memory().lastCounter()).isEqualTo(2);
  }

  @Test
  void givenRoomForTwoCopies_whenAnnounced_thenKeepsThePrevious() {
    device.limitDisk(2 * LENGTH + JOURNAL);

    announce();

    requireInstalled();
    assertThat(device.previous()).isEqualTo(oldBytes);
    assertThat(latest().reason().text()).isEmpty();
  }

  @Test
  void givenRoomForOneCopy_whenAnnounced_thenAppliesInPlaceAndSaysThatNothingLeadsBack() {
    device.limitDisk(LENGTH + JOURNAL);

    announce();

    requireAppliedInPlace();
    assertThat(edge.paths()).contains(patch).doesNotContain(next.objectPath());
    assertThat(device.log()).anyMatch(line -> line.contains("no room for two copies"));
  }

  @Test
  void givenPreviousCopyInTheWay_whenAnnounced_thenDropsItAndKeepsTheNextPrevious() {
    announce();
    assertThat(device.previous()).isEqualTo(oldBytes);
    Release third = fleet.release("3.0", 3, oldBytes);
    fleet.delta(next, third, SECTIONS);
    fleet.ring(next, fleet.next(third));
    device.limitDisk(2 * LENGTH + JOURNAL);

    device.send(new Announced(fleet.announcement(third)));

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.previous()).isEqualTo(newBytes);
    assertThat(latest().reason().text()).isEmpty();
    assertThat(device.log()).anyMatch(line -> line.contains("dropping the previous copy"));
  }

  @Test
  void givenDeviceThatNeverDoes_whenItHasRoomForOneCopy_thenFetchesNothingAndWaits() {
    var other = new FakeDevice(clock, chance, edge, fleet.trustAnchor());
    fleet.ring(old, null);
    other.start();
    fleet.ring(old, fleet.next(next));
    other.limitDisk(LENGTH + JOURNAL);

    other.send(new Announced(fleet.announcement(next)));

    assertThat(other.installed()).isEqualTo(oldBytes);
    assertThat(other.confirmations().getLast().reason().isOfDevice()).isTrue();
    assertThat(edge.paths()).noneMatch(path -> path.startsWith("patches/"));
    other.limitDisk(Long.MAX_VALUE);
    other.awaitWake();
    assertThat(other.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenNoRoomForTheJournal_whenAnnounced_thenWaitsUntilThereIsRoomForAnotherRoute() {
    device.limitDisk(LENGTH + 30_000);

    announce();

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.hasJournal()).isFalse();
    assertThat(device.log())
        .anyMatch(line -> line.contains("refused to apply in place reason=\"patch may take"));
    assertThat(edge.paths()).doesNotContain(next.objectPath());
    assertThat(latest().reason().isOfDevice()).isTrue();
    assertThat(latest().reason().text()).startsWith("cannot install now: no room");
    device.limitDisk(Long.MAX_VALUE);
    device.awaitWake();
    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenPatchThatIsNone_whenAnnounced_thenTakesAnotherRouteWithoutTouchingTheFile() {
    fleet.delta(old, next, new byte[] {1, 2, 3}, 1_000, 0);
    fleet.ring(old, fleet.next(next));
    device.limitDisk(LENGTH + JOURNAL);

    announce();

    assertThat(device.log())
        .anyMatch(line -> line.contains("refused to apply in place reason=\"patch"));
    assertThat(device.installed()).isEqualTo(oldBytes);
  }

  @Test
  void givenPatchToOtherBytesThanTheArtifact_whenAnnounced_thenRefusesItBeforeTheFirstWrite() {
    Release other = fleet.release("9.0", 9, changed(newBytes));
    String elsewhere = fleet.delta(old, other, SECTIONS);
    byte[] bytes = fleet.repository().file(elsewhere);
    fleet.delta(old, next, bytes, 1 << 20, 0);
    fleet.ring(old, fleet.next(next));
    device.limitDisk(LENGTH + JOURNAL);

    announce();

    assertThat(device.log())
        .anyMatch(
            line -> line.contains("refused to apply in place reason=\"the patch's result: digest"));
    assertThat(device.installed()).isEqualTo(oldBytes);
  }

  @Test
  void givenFlippedPatch_whenFetched_thenFetchesItPastTheCachesAndAppliesInPlace() {
    device.limitDisk(LENGTH + JOURNAL);
    edge.flip(patch);

    announce();

    requireAppliedInPlace();
    assertThat(device.log()).anyMatch(line -> line.startsWith("WARN refused patch patch="));
  }

  @Test
  void givenSpoiledPatch_whenRefusedTwice_thenTakesAnotherRoute() {
    device.limitDisk(LENGTH + JOURNAL);
    edge.spoil(patch);

    announce();

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.log()).anyMatch(line -> line.contains("refused twice"));
  }

  @Test
  void givenChainOfPatches_whenShortOfRoom_thenDoesNotGoThroughOtherReleases() {
    Release between = fleet.release("1.5", 3, changed(newBytes));
    fleet.chain(old, between, next);
    fleet.ring(old, fleet.next(next));
    device.limitDisk(LENGTH + JOURNAL);

    announce();

    assertThat(device.log()).noneMatch(line -> line.contains("in place"));
    assertThat(device.installed()).isEqualTo(oldBytes);
  }

  @Test
  void givenDiskThatFailsOnce_whenOverwriting_thenGoesOn() {
    device.limitDisk(LENGTH + JOURNAL);
    device.failOverwrites(3, 1);

    announce();

    requireAppliedInPlace();
    assertThat(device.log()).anyMatch(line -> line.contains("is half new, going on"));
  }

  @Test
  void givenDiskThatFailsBeforeTheFirstBlock_whenOverwriting_thenTheOldFileStays() {
    device.limitDisk(LENGTH + JOURNAL);
    device.failOverwrites(0, 1);

    announce();

    assertThat(device.log()).anyMatch(line -> line.contains("refused to apply in place"));
    assertThat(Arrays.equals(device.installed(), oldBytes)).isTrue();
  }

  @Test
  void givenDiskThatKeepsFailing_whenOverwriting_thenFetchesTheArtifactInsteadOfTheLostFile() {
    device.limitDisk(LENGTH + JOURNAL);
    device.failOverwrites(3, Overwrites.MAX_ATTEMPTS);

    announce();

    requireInstalled();
    assertThat(latest().reason().text()).isEmpty();
    assertThat(device.previous()).isEmpty();
    assertThat(edge.paths()).contains(next.objectPath());
    assertThat(device.log()).anyMatch(line -> line.contains("the installed file is lost"));
  }

  @Test
  void givenPatchDamagedWhileOverwriting_whenGoingOn_thenFetchesTheArtifact() {
    cutPowerWhileOverwriting();
    var file = new LocalFile.Patch(((Job.InPlace) device.memory().job()).order().patch());
    device.setFile(file, chance.withFlippedBit(device.file(file).orElseThrow()));

    device.start();

    requireInstalled();
    assertThat(edge.paths()).contains(next.objectPath());
    assertThat(device.log()).anyMatch(line -> line.contains("the installed file is lost"));
  }

  private void cutPowerWhileOverwriting() {
    device.limitDisk(LENGTH + JOURNAL);
    for (long effects = 40; !device.memory().isOverwriting() || isWhole(); effects += 5) {
      device.cutPowerAfter(effects);
      assertThatThrownBy(device::start).isInstanceOf(FakeDevice.PowerCut.class);
    }
    device.cutPowerAfter(Long.MAX_VALUE);
  }

  private boolean isWhole() {
    byte[] installed = device.installed();
    return Arrays.equals(installed, oldBytes) || Arrays.equals(installed, newBytes);
  }

  @Test
  void givenPowerCutWhileOverwriting_whenStarted_thenCompletesTheFileBeforeAnythingReadsIt() {
    cutPowerWhileOverwriting();
    edge.setOutage(_ -> true);

    device.start();

    assertThat(Arrays.equals(device.installed(), newBytes)).isTrue();
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(device.log()).noneMatch(line -> line.contains("changed by somebody else"));
  }

  @Test
  void givenHalfNewFile_whenConnected_thenDoesNotReportTheOldReleaseAsRunning() {
    cutPowerWhileOverwriting();
    device.step(new UpdateEvent.Started());
    device.reports().clear();

    device.step(new Connected());

    assertThat(device.reports()).containsExactly(List.of());
  }

  @Test
  void givenHaltAnnouncedBeforeOverwriting_whenThePatchIsThere_thenTheOldFileStays() {
    device.limitDisk(LENGTH + JOURNAL);
    device.step(new Announced(fleet.announcement(next)));
    while (!edge.paths().contains(patch)) {
      assertThat(device.answer()).isTrue();
    }

    device.send(new HaltAnnounced(fleet.haltAnnouncement(next)));

    assertThat(Arrays.equals(device.installed(), oldBytes)).isTrue();
    assertThat(device.hasJournal()).isFalse();
  }

  @Test
  void givenHaltSignedWhileThePatchIsFetched_whenAllOfItIsThere_thenTheOldFileStays() {
    device.limitDisk(LENGTH + JOURNAL);
    delayPatch(() -> fleet.ring(old, fleet.next(next, NextState.HALTED, Duration.ZERO, false)));

    announce();

    assertThat(Arrays.equals(device.installed(), oldBytes)).isTrue();
    assertThat(device.memory().job()).isEqualTo(new Job.Nothing());
  }

  @Test
  void givenEdgeLostWhileThePatchIsFetched_whenAllOfItIsThere_thenAppliesInPlace() {
    device.limitDisk(LENGTH + JOURNAL);
    delayPatch(() -> edge.setOutage(fetch -> fetch.path().startsWith("metadata/")));

    announce();

    requireAppliedInPlace();
  }

  /// A download so slow that the timestamp is older than five minutes when it ends.
  private void delayPatch(Runnable meanwhile) {
    edge.setOutage(
        fetch -> {
          if (fetch.path().equals(patch)) {
            edge.setOutage(_ -> false);
            clock.advance(Duration.ofMinutes(6));
            meanwhile.run();
          }
          return false;
        });
  }
}
