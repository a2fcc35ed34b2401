package dev.sluice.rollout;

import static dev.sluice.rollout.Scenario.SILENT_AFTER;
import static dev.sluice.rollout.Scenario.SOAK;
import static dev.sluice.rollout.Scenario.id;
import static dev.sluice.rollout.Scenario.policy;
import static dev.sluice.rollout.Scenario.release;
import static dev.sluice.rollout.Scenario.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.Selector;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Devices that may switch only in windows.
class MaintenanceTest {
  private static final InstallTimes NIGHTLY =
      new InstallTimes.Within(
          List.of(
              new MaintenanceWindow(
                  WeekDays.parse("mon-sun"), LocalTime.of(1, 0), LocalTime.of(5, 0))),
          new Forcing.After(Duration.ofDays(3)));

  private final Scenario scenario = new Scenario();

  private static RolloutPolicy nightly() {
    RingPolicy plain = ring("broad", new Selector.Everyone(), List.of(RingPolicy.WHOLE_PPM), SOAK);
    return new RolloutPolicy(
        List.of(TestRings.with(plain, NIGHTLY)),
        Duration.ZERO,
        StartMode.AUTOMATIC,
        FailureAction.PAUSE);
  }

  private void admitted(RingCounts counts) {
    scenario.release(1, nightly()).signed();
    scenario.counts(RingCounts.NONE, counts);
  }

  @Test
  void givenWindows_whenPlannedAndWhenCompleted_thenTheRingSaysThem() {
    scenario.release(1, nightly());
    assertThat(scenario.planned().getLast().rings().getFirst().install()).isEqualTo(NIGHTLY);

    scenario.signed().counts(RingCounts.NONE, Scenario.all(10)).pass(SOAK);

    assertThat(scenario.planned().getLast().rings().getFirst().install()).isEqualTo(NIGHTLY);
    assertThat(scenario.signed().stage()).isInstanceOf(Stage.Completed.class);
  }

  @Test
  void givenDevicesThatWait_whenTheirLongestWaitIsNotOver_thenTheyAreNotSilent() {
    admitted(new RingCounts(10, 10, 0, 0, 0));

    scenario.pass(NIGHTLY.longestWait().plus(SILENT_AFTER).minusSeconds(1));

    var seen = Snapshots.of(scenario.rollout(), scenario.now);
    assertThat(seen.rings().getFirst().silent()).isZero();
    assertThat(seen.state()).isEqualTo("admitting");
    assertThat(seen.reason()).endsWith("; devices switch in maintenance windows");
    scenario.pass(Duration.ofSeconds(1));
    assertThat(Snapshots.of(scenario.rollout(), scenario.now).rings().getFirst().silent())
        .isEqualTo(10);
  }

  @Test
  void givenWindows_whenTakenBack_thenDevicesDoNotWait() {
    scenario.release(1, policy(StartMode.AUTOMATIC, FailureAction.PAUSE, Duration.ZERO, SOAK));
    scenario.release(2, nightly()).signed();

    scenario.rollBack(id(2), 1, true);

    Ring ring = scenario.planned().getLast().rings().getFirst();
    assertThat(ring.findNext().orElseThrow().release()).isEqualTo(release(1));
    assertThat(ring.install()).isEqualTo(new InstallTimes.Anytime());
  }

  @Test
  void givenWindows_whenStateIsStored_thenIsTheSame() throws Exception {
    admitted(new RingCounts(10, 10, 0, 0, 0));

    assertThat(RolloutsCodec.decode(RolloutsCodec.encode(scenario.state)))
        .isEqualTo(scenario.state);
  }
}
