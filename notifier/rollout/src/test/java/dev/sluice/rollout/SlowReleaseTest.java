package dev.sluice.rollout;

import static dev.sluice.rollout.Scenario.all;
import static dev.sluice.rollout.Scenario.closed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.events.command.Order;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.count.TimeCounts;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.gate.SlowLimit;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A release whose devices take longer than they took for the one before.
class SlowReleaseTest {
  private static final String WORDS =
      "30 of 100 took longer than 2m0s, twice the 90 % time of 1.1, limit 10 %";

  private final Scenario scenario = new Scenario();
  private long revision = 1_000;

  @Test
  void givenSlowDevices_whenCounted_thenPausedWhateverAFailureDoes() {
    started(FailureAction.HALT);
    counted(100, 0);
    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);

    counted(100, 30);

    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(reason()).startsWith("ring canary: " + WORDS);
    assertThat(scenario.recorded()).containsExactly("paused");
    assertThat(speed()).isEqualTo(WORDS);
  }

  @Test
  void givenPausedAsSlow_whenResumed_thenGoesOnAndIsNotAskedAgain() throws Exception {
    started(FailureAction.PAUSE);
    counted(100, 30);

    scenario.signed().order(2, Order.RESUME).signed();
    counted(100, 40);

    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
    assertThat(speed()).startsWith("40 of 100").endsWith("limit 10 %, accepted");
    assertThat(RolloutsCodec.decode(RolloutsCodec.encode(scenario.state)))
        .isEqualTo(scenario.state);
  }

  @Test
  void givenOrderedPauseBeforeAnyoneWasSlow_whenResumed_thenStillAsked() {
    started(FailureAction.PAUSE);
    counted(50, 0);
    scenario.order(2, Order.PAUSE).signed().order(2, Order.RESUME).signed();

    counted(100, 30);

    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
  }

  @Test
  void givenPolicyThatDoesNotAsk_whenCounted_thenGoesOnAndNothingOfItIsWritten() {
    scenario.release(1, Scenario.policy()).deltas(1).signed();
    scenario.counts(all(100), closed(10));
    String without = new String(RolloutsCodec.encode(scenario.state), StandardCharsets.UTF_8);
    counted(100, 30);

    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
    assertThat(speed()).isEmpty();
    assertThat(without).doesNotContain("slow", "Slow", "times");
  }

  @Test
  void givenNoReleaseBefore_whenWaiting_thenSaysThatThereIsNothingToCompareWith() {
    scenario.release(1, policy(FailureAction.PAUSE)).deltas(1).signed();

    scenario.counts(Scenario.open(100), closed(10));

    assertThat(reason())
        .contains(
            "; nothing to compare its speed with: 0 devices told how long the release before");
  }

  private void started(FailureAction onFailure) {
    scenario.release(2, policy(onFailure)).deltas(2).signed();
  }

  /// All of the canary ring have confirmed, some of them after three minutes, the others after one.
  @CanIgnoreReturnValue
  private Scenario counted(long devices, long slow) {
    var taken = new TreeMap<Integer, Long>();
    taken.put(TimeCounts.bucketOf(Duration.ofMinutes(1)), devices - slow);
    if (slow > 0) {
      taken.put(TimeCounts.bucketOf(Duration.ofMinutes(3)), slow);
    }
    var before = new TreeMap<Integer, Long>();
    before.put(TimeCounts.bucketOf(Duration.ofMinutes(1)), 100L);
    var times = new RingTimes(new TimeCounts(taken), "1.1", new TimeCounts(before));
    revision++;
    return scenario.step(
        new RolloutEvent.CountsChanged(
            new PartitionReport(
                0,
                1,
                scenario.state.sequence(),
                revision,
                Map.of(
                    "canary",
                    new RingReport(
                        new RingCounts(100, 100, devices, 0, 0),
                        FailureCauses.NONE,
                        times,
                        HeldDevices.NONE),
                    "broad",
                    RingReport.of(closed(10))))));
  }

  private String reason() {
    return Snapshots.of(scenario.rollout(), scenario.now).reason();
  }

  private String speed() {
    return Snapshots.of(scenario.rollout(), scenario.now).rings().getFirst().speed();
  }

  private static RolloutPolicy policy(FailureAction onFailure) {
    RolloutPolicy standard =
        Scenario.policy(StartMode.AUTOMATIC, onFailure, Scenario.DELTA_WAIT, Scenario.SOAK);
    List<RingPolicy> rings = standard.rings().stream().map(SlowReleaseTest::asking).toList();
    return new RolloutPolicy(rings, standard.deltaWait(), standard.start(), standard.onFailure());
  }

  private static RingPolicy asking(RingPolicy ring) {
    Gate gate = ring.gate();
    return TestRings.with(
        ring,
        new Gate(
            gate.failedLimitPpm(),
            gate.confidencePpm(),
            gate.confirmedSharePpm(),
            gate.silentLimitPpm(),
            gate.sample(),
            new SlowLimit.Share(200, 100_000)));
  }
}
