package dev.sluice.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Order;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.release.Version;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.Passages;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.policy.RolloutPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Devices pass through the releases that the policy names.
class FloorTest {
  private static final RingCounts CANARIES = new RingCounts(10, 10, 0, 0, 0);

  private final Scenario scenario = new Scenario();
  private long revision;

  private static RolloutPolicy through(String... floors) {
    RolloutPolicy plain = Scenario.policy();
    return new RolloutPolicy(
        plain.rings(),
        Duration.ZERO,
        plain.start(),
        plain.onFailure(),
        List.of(floors).stream().map(Version::new).toList());
  }

  private List<ReleaseRef> floors() {
    RingsDocument document = scenario.planned().getLast();
    return document.floors().releases();
  }

  private void canariesOnTheWay(int number) {
    Passages passages =
        number == 0 ? Passages.NONE : Passages.of(new TreeMap<>(Map.of("1.1", (long) number)));
    var report =
        new RingReport(CANARIES, FailureCauses.NONE, RingTimes.NONE, HeldDevices.NONE, passages);
    scenario.step(
        new RolloutEvent.CountsChanged(
            new PartitionReport(
                0, 1, scenario.state.sequence(), ++revision, Map.of("canary", report))));
  }

  @Test
  void givenPolicyWithFloors_whenARolloutIsPlanned_thenEachDocumentNamesThoseThatAreLive() {
    scenario.release(1, Scenario.policy()).release(2, Scenario.policy());

    scenario.release(3, through("1.2", "1.1", "9.9"));

    assertThat(floors()).containsExactly(Scenario.release(1), Scenario.release(2));
    scenario.signed().order(3, Order.PAUSE);
    assertThat(floors()).hasSize(2);
    scenario.signed().order(3, Order.HALT);
    assertThat(floors()).hasSize(2);
  }

  @Test
  void givenOrderedRollback_whenPlanned_thenTheFloorsStandForWhoStillComesForward() {
    scenario.release(1, Scenario.policy()).release(2, Scenario.policy());
    scenario.release(3, through("1.1")).signed();

    scenario.rollBack(Scenario.id(3), 2, true);

    assertThat(floors()).containsExactly(Scenario.release(1));
  }

  @Test
  void givenManyReleasesAfterAFloor_whenTheOldestAreForgotten_thenTheFloorIsNot() {
    for (long counter = 1; counter <= 3L * ReleaseHistory.LIMIT; counter++) {
      scenario.release(counter, through("1.2"));
    }

    assertThat(scenario.state.history().live()).hasSize(ReleaseHistory.LIMIT + 1);
    assertThat(floors()).containsExactly(Scenario.release(2));
  }

  @Test
  void givenFloorThatIsWithdrawn_whenARolloutLeadsThroughIt_thenItPausesForAPerson() {
    scenario.release(1, Scenario.policy()).release(2, through("1.1")).signed();

    scenario.step(new RolloutEvent.Withdrawn(Scenario.id(1), "it burns"));

    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(scenario.recorded()).containsExactly("paused");
    assertThat(Snapshots.of(scenario.rollout(), scenario.now).reason())
        .contains("floor release 1.1 was withdrawn: it burns");
    assertThat(floors()).isEmpty();
    assertThat(scenario.planned().getLast().findRing("canary").orElseThrow().findNext())
        .hasValueSatisfying(next -> assertThat(next.state()).isEqualTo(NextState.PAUSED));
  }

  @Test
  void givenDevicesOnTheirWay_whenTheUsualTimeIsUp_thenTheyAreNotSilentUntilTwiceThat() {
    scenario.release(1, Scenario.policy()).release(2, through("1.1")).signed();
    canariesOnTheWay(4);

    assertThat(Snapshots.of(scenario.rollout(), scenario.now).reason())
        .contains("devices pass first 4 through 1.1");
    // They have passed it, and one release more is before them.
    canariesOnTheWay(0);
    scenario.pass(Scenario.SILENT_AFTER.plusSeconds(1));
    assertThat(silent()).isZero();
    scenario.pass(Scenario.SILENT_AFTER);
    assertThat(silent()).isEqualTo(10);
  }

  private long silent() {
    return Snapshots.of(scenario.rollout(), scenario.now).rings().getFirst().silent();
  }

  @Test
  void givenStateWithFloors_whenWrittenAndRead_thenEqual() throws Exception {
    scenario.release(1, Scenario.policy()).release(2, through("1.1")).signed();
    canariesOnTheWay(4);

    assertThat(RolloutsCodec.decode(RolloutsCodec.encode(scenario.state)))
        .isEqualTo(scenario.state);
  }
}
