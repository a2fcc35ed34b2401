package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.events.rings.NextState;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Schedule;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.port.UpdateEvent.HaltAnnounced;
import dev.sluice.update.stored.UpdateMemoryCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows of the transition table about maintenance windows. The device's clock shows one at night;
/// it may switch between three and five.
class MaintenanceTest {
  private static final Instant OPENING = VirtualClock.START.plus(Duration.ofHours(2));

  private final VirtualClock clock = new VirtualClock();
  private final FakeFleet fleet = new FakeFleet(clock, 1024);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private final FakeDevice device = new FakeDevice(clock, new Seeded(5), edge, fleet.trustAnchor());
  private final byte[] oldBytes = new Seeded(1).bytesOfLength(3_000);
  private final byte[] newBytes = new Seeded(2).bytesOfLength(5_000);
  private Release old;
  private Release next;

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    old = fleet.release("1.0", 1, oldBytes);
    next = fleet.release("2.0", 2, newBytes);
    fleet.ring(old, null);
    device.start();
    fleet.setInstall(nightly(new Forcing.Never()));
    fleet.ring(old, fleet.next(next));
  }

  private static InstallTimes nightly(Forcing forcing) {
    return within(LocalTime.of(3, 0), LocalTime.of(5, 0), forcing);
  }

  private static InstallTimes within(LocalTime from, LocalTime to, Forcing forcing) {
    return new InstallTimes.Within(
        List.of(new MaintenanceWindow(WeekDays.parse("mon-sun"), from, to)), forcing);
  }

  private void announce() {
    device.send(new Announced(fleet.announcement(next)));
  }

  private void awaitOpening() {
    for (int i = 0; i < 5 && clock.instant().isBefore(OPENING); i++) {
      device.awaitWake();
    }
    assertThat(clock.instant()).isEqualTo(OPENING);
  }

  private void requireWaiting() {
    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.memory().job())
        .isInstanceOfSatisfying(
            Job.Underway.class, job -> assertThat(job.step()).isEqualTo(Job.Step.READY));
    assertThat(device.confirmations())
        .extracting(Confirmation::rollout)
        .doesNotContain(next.rollout());
  }

  private void requireInstalled() {
    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(device.memory().job()).isEqualTo(new Job.Nothing());
    assertThat(device.confirmations())
        .filteredOn(c -> c.rollout().equals(next.rollout()))
        .extracting(Confirmation::outcome)
        .containsExactly(Outcome.INSTALLED);
  }

  @Test
  void givenClosedWindow_whenAnnounced_thenFetchesNowAndSwitchesWhenItOpens() {
    announce();

    requireWaiting();
    assertThat(edge.paths()).contains(next.objectPath());
    assertThat(device.log())
        .anyMatch(
            line ->
                line.contains("waiting for a maintenance window") && line.contains("02:00:00Z"));
    edge.fetches().clear();
    awaitOpening();
    requireInstalled();
    assertThat(edge.paths()).doesNotContain(next.objectPath());
  }

  @Test
  void givenOpenWindow_whenAnnounced_thenSwitchesAtOnce() {
    clock.set(OPENING);

    announce();

    requireInstalled();
  }

  @Test
  void givenDeviceThatWaits_whenItLooksAgain_thenReadsNoDownloadAgain() {
    announce();
    device.log().clear();

    device.awaitWake();

    requireWaiting();
    assertThat(device.log()).noneMatch(line -> line.contains("release chosen"));
  }

  @Test
  void givenDeviceThatWaits_whenStartedAgainOffline_thenSwitchesWhenTheWindowOpens() {
    announce();
    edge.setOutage(_ -> true);

    device.start();

    requireWaiting();
    awaitOpeningRoughly();
    requireInstalled();
  }

  /// Without an edge node the device wakes at the opening, and tries for a while to look first.
  private void awaitOpeningRoughly() {
    for (int i = 0; i < 5 && device.installed().length == oldBytes.length; i++) {
      device.awaitWake();
    }
    assertThat(clock.instant()).isBetween(OPENING, OPENING.plus(Duration.ofMinutes(2)));
  }

  @Test
  void givenDeviceThatWaits_whenHalted_thenDoesNotSwitch() {
    announce();

    fleet.ring(old, fleet.next(next, NextState.HALTED, Duration.ZERO, false));
    device.send(new HaltAnnounced(fleet.haltAnnouncement(next)));
    for (int i = 0; i < 5; i++) {
      device.awaitWake();
    }

    assertThat(clock.instant()).isAfter(OPENING);
    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.switches()).hasSize(1);
  }

  @Test
  void givenDeviceThatWaits_whenALaterReleaseComes_thenSwitchesOnceToThat() {
    announce();
    byte[] latest = new Seeded(3).bytesOfLength(4_000);
    Release later = fleet.release("3.0", 3, latest);
    fleet.ring(old, fleet.next(later));

    device.send(new Announced(fleet.announcement(later)));
    awaitOpening();

    assertThat(device.installed()).isEqualTo(latest);
    assertThat(device.switches()).hasSize(2);
  }

  @Test
  void givenDeviceThatWaits_whenTheRolloutCompletes_thenStillWaits() {
    announce();

    fleet.ring(next, null);
    device.awaitWake();

    requireWaiting();
    awaitOpening();
    requireInstalled();
  }

  @Test
  void givenDeviceThatWaits_whenTheWindowsGo_thenSwitches() {
    announce();

    fleet.setInstall(new InstallTimes.Anytime());
    fleet.ring(old, fleet.next(next));
    announce();

    requireInstalled();
  }

  @Test
  void givenForcing_whenTheWaitIsOver_thenSwitchesOutsideOfWindowsAlsoAfterRestarts() {
    var forced = new Forcing.After(Duration.ofMinutes(90));
    fleet.setInstall(nightly(forced));
    fleet.ring(old, fleet.next(next));
    announce();
    requireWaiting();
    clock.advance(Duration.ofMinutes(30));
    device.start();
    requireWaiting();

    for (int i = 0; i < 5 && device.installed().length == oldBytes.length; i++) {
      device.awaitWake();
    }

    requireInstalled();
    assertThat(clock.instant()).isEqualTo(VirtualClock.START.plus(forced.delay()));
  }

  @Test
  void givenStoredPlanWithoutWindows_whenDecoded_thenIsForAnyTime() throws Exception {
    announce();
    var stored = new String(UpdateMemoryCodec.encode(device.memory()), StandardCharsets.UTF_8);
    String earlier = stored.replaceFirst("(?s)\"install\":.*?\"since\":[^,]*,", "");
    assertThat(earlier).isNotEqualTo(stored).doesNotContain("windows");

    UpdateMemory memory = UpdateMemoryCodec.decode(earlier.getBytes(StandardCharsets.UTF_8));

    assertThat(memory.job())
        .isInstanceOfSatisfying(
            Job.Underway.class,
            job -> assertThat(job.plan().schedule()).isEqualTo(Schedule.ANYTIME));
  }
}
