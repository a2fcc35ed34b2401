package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.memory.Failures;
import dev.sluice.update.port.UpdateEvent.Announced;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A device that cannot install for reasons of its own: it waits, loses nothing, and goes on.
class CannotInstallTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final VirtualClock clock = new VirtualClock();
  private final FakeFleet fleet = new FakeFleet(clock, 1024);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private final FakeDevice device =
      new FakeDevice(clock, new Seeded(31), edge, fleet.trustAnchor());
  private final byte[] oldBytes = new Seeded(1).bytesOfLength(5_000);
  private final byte[] newBytes = new Seeded(2).bytesOfLength(6_000);
  private Release old;
  private Release next;

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    old = fleet.release("1.0", 1, oldBytes);
    next = fleet.release("2.0", 2, newBytes);
    fleet.ring(old, null);
    device.start();
    fleet.ring(old, fleet.next(next));
    edge.fetches().clear();
  }

  private void announce() {
    device.send(new Announced(fleet.announcement(next)));
  }

  private Confirmation latest() {
    return device.confirmations().getLast();
  }

  private long slices() {
    return edge.paths().stream().filter(next.objectPath()::equals).count();
  }

  /// Looks until a week has passed.
  private void passAWeek() {
    var end = clock.instant().plus(WEEK);
    while (clock.instant().isBefore(end)) {
      fleet.repository().publishTimestamp(clock.instant());
      device.awaitWake();
    }
  }

  /// It is told once, as the device's own, and counts as no failure of the release.
  private void requireWaiting(String why) {
    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(latest().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(latest().reason().isOfDevice()).isTrue();
    assertThat(latest().reason().text()).startsWith("cannot install now: " + why);
    assertThat(device.confirmations()).hasSize(2);
    assertThat(device.memory().failures()).isEqualTo(Failures.NONE);
    assertThat(device.steps()).filteredOn(CannotInstallTest::isObstacle).hasSize(1);
  }

  private static boolean isObstacle(UpdateStep step) {
    return step.progress() instanceof Progress.Waiting(var why)
        && why.startsWith("cannot install now: ");
  }

  private void requireInstalled() {
    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(latest().release()).isEqualTo(next.manifest().id());
  }

  @Test
  void givenFullDisk_whenItHasRoomAgainAfterAWeek_thenInstallsWithoutAnOrder() {
    device.setRoom(newBytes.length - 1);

    announce();
    passAWeek();

    requireWaiting("no room: the release takes 6000 bytes");
    assertThat(slices()).isZero();
    device.setRoom(Long.MAX_VALUE);
    device.awaitWake();
    requireInstalled();
    assertThat(slices()).isEqualTo(6);
  }

  @Test
  void givenDiskThatFillsDuringADownload_whenItHasRoomAgain_thenFetchesOnlyWhatIsMissing() {
    device.step(new Announced(fleet.announcement(next)));
    while (slices() < 4) {
      assertThat(device.answer()).isTrue();
    }
    device.setDiskFull(true);
    device.settle();
    requireWaiting("the download cannot be written: No space left");

    device.setDiskFull(false);
    device.awaitWake();

    requireInstalled();
    assertThat(slices()).isEqualTo(6 + 1);
  }

  @Test
  void givenDirectoryThatCannotBeWritten_whenLooking_thenFetchesNothingAndSaysWhy() {
    device.setObstacle("no right to write /opt/demo");

    announce();
    passAWeek();

    requireWaiting("no right to write /opt/demo");
    assertThat(slices()).isZero();
    device.setObstacle("");
    device.awaitWake();
    requireInstalled();
  }

  @Test
  void givenPlaceThatRefusesTheVerifiedFile_whenItTakesIt_thenNothingIsFetchedTwice() {
    device.failInstalls(3);

    announce();
    device.awaitWake();
    device.start();
    device.awaitWake();

    requireInstalled();
    assertThat(slices()).isEqualTo(6);
    assertThat(device.steps()).filteredOn(CannotInstallTest::isObstacle).hasSize(1);
  }

  @Test
  void givenPlaceThatRefusesTheVerifiedFile_whenTheEdgeNodeIsGone_thenIsStillInstalled() {
    device.failInstalls(1);
    announce();
    requireWaiting("it cannot be put in place");
    edge.setOutage(_ -> true);

    device.awaitWake();

    requireInstalled();
  }

  @Test
  void givenDeviceThatWaitsForRoom_whenARetryIsOrdered_thenTriesAtOnce() {
    device.setRoom(0);
    announce();
    device.setRoom(Long.MAX_VALUE);
    fleet.ring(old, fleet.next(next, next.rollout(), 2));

    announce();

    requireInstalled();
    assertThat(latest().attempt()).isEqualTo(2);
  }

  @Test
  void givenRoomForTheReleaseButNotForThePatchBesideIt_whenLooking_thenFetchesItWhole() {
    fleet.delta(old, next);
    device.setRoom(newBytes.length);

    announce();

    requireInstalled();
    assertThat(edge.paths()).noneMatch(path -> path.startsWith("patches/"));
  }

  @Test
  void givenRoomOnlyInThePlaceOfThePreviousCopy_whenLooking_thenThatGoesFirst() {
    device.setPrevious(new byte[4_000]);
    device.limitDisk(oldBytes.length + 4_000 + 3_000);

    announce();

    requireInstalled();
    assertThat(device.previous()).isEqualTo(oldBytes);
    assertThat(device.log()).anyMatch(line -> line.contains("dropping the previous copy"));
  }

  @Test
  void givenDeviceThatWaitsForRoom_whenTheRingGoesOn_thenNothingOfItStays() {
    device.setDiskFull(true);
    announce();
    fleet.ring(old, null);
    device.setDiskFull(false);

    device.awaitWake();

    assertThat(device.downloads()).isZero();
    assertThat(List.of(device.installed())).containsExactly(oldBytes);
  }
}
