package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.condition.Condition;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.release.Version;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.port.UpdateEvent.HaltAnnounced;
import dev.sluice.update.settings.InPlacePolicy;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The device runs 1.0 and is to run 1.3; floor releases lie between.
class FloorTest {
  private static final int MAX_EFFECTS = 400;

  private final VirtualClock clock = new VirtualClock();
  private final FakeFleet fleet = new FakeFleet(clock, 1024);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private FakeDevice device =
      FakeDevice.withHealthCheck(
          clock, new Seeded(5), edge, fleet.trustAnchor(), InPlacePolicy.NEVER);
  private Release old;
  private Release floor;
  private Release second;
  private Release next;

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    old = release("1.0", 1);
    floor = release("1.1", 2);
    second = release("1.2", 3);
    next = release("1.3", 4);
    fleet.ring(old, null);
    device.start();
    assertThat(device.installed()).isEqualTo(old.bytes());
    fleet.setFloors(floor);
    edge.fetches().clear();
  }

  private Release release(String version, long counter) {
    return fleet.release(version, counter, new Seeded(counter).bytesOfLength(3_000));
  }

  private void announce() {
    device.send(new Announced(fleet.announcement(next)));
  }

  private List<String> passed() {
    return device.memory().timeline().steps().stream()
        .map(UpdateStep::progress)
        .flatMap(
            progress ->
                progress instanceof Progress.Passed(Version version)
                    ? Optional.of(version.value()).stream()
                    : Optional.<String>empty().stream())
        .toList();
  }

  private List<Confirmation> outcomes(RolloutId rollout) {
    return device.confirmations().stream()
        .filter(confirmation -> confirmation.rollout().equals(rollout))
        .toList();
  }

  private void requireArrived(String... floors) {
    assertThat(device.installed()).isEqualTo(next.bytes());
    assertThat(device.memory().lastCounter()).isEqualTo(4);
    assertThat(device.memory().job()).isEqualTo(new Job.Nothing());
    assertThat(passed()).containsExactly(floors);
    assertThat(outcomes(next.rollout()))
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.outcome()).isEqualTo(Outcome.INSTALLED);
              assertThat(outcome.release()).isEqualTo(next.manifest().id());
            });
    assertThat(outcomes(floor.rollout())).isEmpty();
  }

  /// Lets the device go on until the floor release is installed, and it is about to look again.
  private void beginAndPassTheFloor() {
    device.step(new Announced(fleet.announcement(next)));
    for (int i = 0; i < MAX_EFFECTS && passed().isEmpty(); i++) {
      if (!device.answer()) {
        clock.set(device.wakeAt());
        device.step(new UpdateEvent.Woken());
      }
    }
    assertThat(passed()).containsExactly("1.1");
  }

  @Test
  void givenFloorOnTheWay_whenAdmitted_thenInstallsItHealthyAndGoesOnByItself() {
    fleet.ring(old, fleet.next(next));

    announce();

    requireArrived("1.1");
    assertThat(device.looks()).hasSize(3);
    assertThat(device.reports())
        .anySatisfy(
            running ->
                assertThat(running)
                    .singleElement()
                    .satisfies(one -> assertThat(one.version()).hasToString("1.1")));
    assertThat(device.steps())
        .filteredOn(step -> step.rollout().equals(next.rollout()))
        .extracting(step -> step.progress().word())
        .containsExactly(
            "told",
            "started",
            "fetched",
            "switched",
            "healthy",
            "passed",
            "started",
            "fetched",
            "switched",
            "healthy",
            "confirmed");
    assertThat(device.log())
        .anyMatch(
            line -> line.contains("floor release installed") && line.contains("release=\"app/1.1"));
  }

  @Test
  void givenTwoFloors_whenAdmitted_thenPassesTheLowestFirst() {
    fleet.setFloors(second, floor);
    fleet.ring(old, fleet.next(next));

    announce();

    requireArrived("1.1", "1.2");
  }

  @Test
  void givenDeviceOnTheFloor_whenAdmitted_thenDoesNotInstallItAgain() {
    fleet.ring(floor, null);
    announce();
    assertThat(device.installed()).isEqualTo(floor.bytes());
    edge.fetches().clear();

    fleet.ring(floor, fleet.next(next));
    announce();

    assertThat(device.installed()).isEqualTo(next.bytes());
    assertThat(edge.paths()).doesNotContain(floor.objectPath());
    assertThat(passed()).isEmpty();
  }

  @Test
  void givenDeviceThatRunsNothing_whenAdmitted_thenGoesStraight() {
    device = new FakeDevice(clock, new Seeded(6), edge, fleet.trustAnchor());
    fleet.ring(old, fleet.next(next));

    device.start();

    assertThat(device.installed()).isEqualTo(next.bytes());
    assertThat(edge.paths()).doesNotContain(floor.objectPath());
  }

  @Test
  void givenReleaseThatStands_whenTheDeviceComesBackLate_thenPassesTheFloor() {
    fleet.ring(next, null);

    announce();

    requireArrived("1.1");
  }

  @Test
  void givenWindowThatIsOver_whenTheFloorIsPassed_thenDoesNotWaitForItsPlaceAgain() {
    fleet.ring(old, fleet.next(next, NextState.ADMITTING, Duration.ofHours(1), false));
    clock.set(clock.instant().plus(Duration.ofDays(1)));

    announce();
    device.awaitWake();

    requireArrived("1.1");
  }

  @Test
  void givenRollbackOverAFloor_whenOrdered_thenGoesStraightBack() {
    fleet.setFloors();
    fleet.ring(next, null);
    announce();
    assertThat(device.installed()).isEqualTo(next.bytes());
    edge.fetches().clear();
    fleet.setFloors(floor);

    fleet.ring(next, fleet.next(old, NextState.ADMITTING, Duration.ZERO, true));
    device.send(new Announced(fleet.announcement(old)));

    assertThat(device.installed()).isEqualTo(old.bytes());
    assertThat(edge.paths()).doesNotContain(floor.objectPath());
  }

  @Test
  void givenHaltBetweenTheInstalls_whenItIsSigned_thenStaysOnTheFloorUntilTheRolloutGoesOn() {
    fleet.ring(old, fleet.next(next));
    beginAndPassTheFloor();

    fleet.ring(old, fleet.next(next, NextState.HALTED, Duration.ZERO, false));
    device.settle();
    device.awaitWake();

    assertThat(device.installed()).isEqualTo(floor.bytes());
    assertThat(outcomes(next.rollout())).isEmpty();
    fleet.ring(old, fleet.next(next));
    announce();
    requireArrived("1.1");
  }

  @Test
  void givenHaltBetweenTheInstalls_whenItIsOnlyAnnounced_thenHolds() {
    fleet.ring(old, fleet.next(next));
    beginAndPassTheFloor();

    device.send(new HaltAnnounced(fleet.haltAnnouncement(next)));

    assertThat(device.installed()).isEqualTo(floor.bytes());
    assertThat(outcomes(next.rollout())).isEmpty();
  }

  @Test
  void givenHoldThatFitsTheFloor_whenItIsPassed_thenIsKeptOutThere() {
    var hold = SafeguardHold.of(FakeFleet.PRODUCT, "from-1-1", Condition.parse("version = '1.1'"));
    fleet.setSafeguards(new Safeguards(List.of(hold)));
    fleet.ring(old, fleet.next(next));

    announce();

    assertThat(device.installed()).isEqualTo(floor.bytes());
    fleet.setSafeguards(Safeguards.NONE);
    fleet.ring(old, fleet.next(next));
    announce();
    requireArrived("1.1");
  }

  @Test
  void givenMaintenanceWindow_whenTheFloorIsPassed_thenBothSwitchesAreInIt() {
    var nightly =
        new InstallTimes.Within(
            List.of(
                new MaintenanceWindow(
                    WeekDays.parse("mon-sun"), LocalTime.of(3, 0), LocalTime.of(5, 0))),
            new Forcing.Never());
    fleet.setInstall(nightly);
    fleet.ring(old, fleet.next(next));

    announce();
    for (int i = 0; i < 8 && device.switches().size() < 3; i++) {
      device.awaitWake();
    }

    requireArrived("1.1");
    assertThat(device.switches().subList(1, 3))
        .allMatch(at -> nightly.from(at, at, FakeDevice.ZONE).equals(at));
  }

  @Test
  void givenFloorThatIsNotHealthy_whenInstalled_thenGoesBackAndFailsTheRolloutNamingIt() {
    device.sicken(floor.artifact().digest());
    fleet.ring(old, fleet.next(next));

    announce();
    device.awaitWake();

    assertThat(device.installed()).isEqualTo(old.bytes());
    assertThat(outcomes(next.rollout()))
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.outcome()).isEqualTo(Outcome.ROLLED_BACK);
              assertThat(outcome.release()).isEqualTo(floor.manifest().id());
              assertThat(outcome.reason().text()).startsWith("floor release 1.1: not healthy");
            });
    assertThat(edge.paths()).doesNotContain(next.objectPath());
  }

  @Test
  void givenFloorThatNoRoleVouchesFor_whenAdmitted_thenStaysAndFailsNamingIt() {
    fleet.setFloors(fleet.unsigned("1.05", 2, new byte[] {1}));
    fleet.ring(old, fleet.next(next));

    announce();

    assertThat(device.installed()).isEqualTo(old.bytes());
    assertThat(outcomes(next.rollout()))
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(outcome.reason().text())
                    .startsWith("floor release 1.05: no role vouches for"));
  }

  /// Whether the power was cut before the device came to rest.
  private boolean isCutAfter(long effects) {
    device.cutPowerAfter(effects);
    try {
      announce();
      device.cutPowerAfter(Long.MAX_VALUE);
      return false;
    } catch (FakeDevice.PowerCut e) {
      return true;
    }
  }

  @Test
  void givenFloorOnTheWay_whenPowerIsCutAfterAnyEffect_thenPassesItOnceAndArrives() {
    boolean isCut = true;
    int cuts = 0;
    for (; isCut; cuts++) {
      var world = new FloorTest();
      world.givenDeviceThatRunsTheOldRelease();
      world.fleet.ring(world.old, world.fleet.next(world.next));
      isCut = world.isCutAfter(cuts);
      if (isCut) {
        world.device.start();
      }
      world.requireArrived("1.1");
      assertThat(cuts).isLessThan(MAX_EFFECTS);
    }
    assertThat(cuts).isGreaterThan(60);
  }

  @Test
  void givenAnyFloorsAndPowerCuts_whenTheyStop_thenPassesEachBetweenInOrderAndArrives() {
    Property.check(
        "a device passes through the floor releases on its way",
        20,
        seeded -> {
          var world = new FloorTest();
          world.givenDeviceThatRunsTheOldRelease();
          List<Release> floors = new ArrayList<>();
          for (Release candidate : List.of(world.old, world.second, world.floor, world.next)) {
            if (seeded.chance(0.6)) {
              floors.add(candidate);
            }
          }
          world.fleet.setFloors(floors.toArray(new Release[0]));
          boolean stands = seeded.chance(0.3);
          world.fleet.ring(
              stands ? world.next : world.old, stands ? null : world.fleet.next(world.next));
          if (world.isCutAfter(seeded.between(0, 150))) {
            var _ = world.device.startWithCuts(seeded, 3, 30, 150);
          }
          world.device.cutPowerAfter(Long.MAX_VALUE);
          world.device.start();

          List<String> expected = new ArrayList<>();
          if (floors.contains(world.floor)) {
            expected.add("1.1");
          }
          if (floors.contains(world.second)) {
            expected.add("1.2");
          }
          world.requireArrived(expected.toArray(new String[0]));
        });
  }
}
