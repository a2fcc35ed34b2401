package dev.sluice.rollout;

import static dev.sluice.rollout.Scenario.SILENT_AFTER;
import static dev.sluice.rollout.Scenario.SOAK;
import static dev.sluice.rollout.Scenario.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.command.Order;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Selector;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.Pace;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rings whose share rises within a wave.
class PacingTest {
  private static final long WHOLE = RingPolicy.WHOLE_PPM;

  private final Scenario scenario = new Scenario();

  private static RolloutPolicy paced(Pace pace, List<Long> waves) {
    RingPolicy plain = ring("broad", new Selector.Everyone(), waves, SOAK);
    return new RolloutPolicy(
        List.of(TestRings.with(plain, pace)),
        Duration.ZERO,
        StartMode.AUTOMATIC,
        FailureAction.PAUSE);
  }

  private static Pace constant(long devicesPerMinute) {
    return new Pace.Limited(devicesPerMinute, 100, devicesPerMinute);
  }

  /// A rollout whose ring has 1,000 devices, none of them admitted yet.
  private void begun(Pace pace, List<Long> waves) {
    scenario.release(1, paced(pace, waves));
    assertThat(next().sharePpm()).isZero();
    scenario.signed();
    counts(0, 0, 0);
    assertThat(next().state()).isEqualTo(NextState.ADMITTING);
  }

  private void counts(long admitted, long confirmed, long failed) {
    scenario.counts(RingCounts.NONE, new RingCounts(1_000, admitted, confirmed, failed, 0));
  }

  private NextRelease next() {
    return scenario.planned().getLast().rings().getFirst().findNext().orElseThrow();
  }

  @Test
  void givenConstantPace_whenTimePasses_thenTheShareRisesEveryHalfMinute() {
    begun(constant(100), List.of(WHOLE));
    assertThat(next().sharePpm()).isEqualTo(50_000);
    scenario.signed();
    assertThat(scenario.announced()).containsExactly("broad");
    counts(50, 0, 0);

    scenario.pass(Pacing.STEP.minusSeconds(1));
    assertThat(scenario.planned()).isEmpty();
    scenario.pass(Duration.ofSeconds(1));

    assertThat(next().sharePpm()).isEqualTo(100_000);
    assertThat(next().windowStart()).isEqualTo(scenario.now);
    assertThat(scenario.recorded()).containsExactly("share-raised");
  }

  @Test
  void givenPace_whenTheMachineIsAskedWhenToWakeIt_thenAtTheNextStep() {
    begun(constant(100), List.of(WHOLE));
    scenario.signed();

    Instant begun = scenario.now;
    counts(50, 0, 0);

    scenario.pass(ProductRollouts.PROGRESS_INTERVAL);

    assertThat(scenario.effects).contains(new Effect.ScheduleAt(begun.plus(Pacing.STEP)));
  }

  @Test
  void givenAllAdmittedHaveConfirmed_whenTheShareIsNotThatOfTheWave_thenTheWaveIsNotOver() {
    begun(constant(100), List.of(WHOLE));
    scenario.signed();
    counts(50, 50, 0);

    scenario.pass(SOAK);

    assertThat(scenario.stage()).isInstanceOf(Stage.Signing.class);
    assertThat(next().sharePpm()).isEqualTo(100_000);
  }

  @Test
  void givenWaves_whenTheFirstIsWholeAndItsGateOpens_thenTheNextRisesFromThere() {
    begun(constant(200), List.of(150_000L, WHOLE));
    assertThat(next().sharePpm()).isEqualTo(100_000);
    scenario.signed();
    counts(100, 100, 0);
    scenario.pass(Pacing.STEP);
    assertThat(next().sharePpm()).isEqualTo(150_000);
    scenario.signed();
    counts(150, 150, 0);
    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);

    scenario.pass(SOAK);

    assertThat(next().sharePpm()).isEqualTo(250_000);
    assertThat(scenario.rollout().tracks().getFirst().wave()).isEqualTo(2);
  }

  @Test
  void givenSlowPace_whenAStepWouldAdmitNoDevice_thenComesLater() {
    begun(constant(1), List.of(WHOLE));
    assertThat(next().sharePpm()).isEqualTo(1_000);
    scenario.signed();
    counts(1, 0, 0);

    scenario.pass(Duration.ofSeconds(59));
    assertThat(scenario.planned()).isEmpty();
    scenario.pass(Duration.ofSeconds(1));

    assertThat(next().sharePpm()).isEqualTo(2_000);
  }

  @Test
  void givenGrowth_whenDevicesConfirm_thenIsFaster() {
    begun(new Pace.Limited(100, 200, 300), List.of(WHOLE));
    scenario.signed();
    counts(50, 50, 0);
    scenario.pass(Pacing.STEP).signed();
    counts(100, 100, 0);
    assertThat(Snapshots.of(scenario.rollout(), scenario.now).reason())
        .endsWith("; admits 200 devices a minute");

    scenario.pass(Pacing.STEP);

    assertThat(next().sharePpm()).isEqualTo(200_000);
  }

  @Test
  void givenGrowth_whenMoreFailThanTheGateAllows_thenGoesOnAsAtTheBeginning() {
    begun(new Pace.Limited(100, 200, 300), List.of(WHOLE));
    scenario.signed();
    counts(150, 104, 3);

    scenario.pass(Pacing.STEP);

    assertThat(next().sharePpm()).isEqualTo(100_000);
  }

  @Test
  void givenOneEarlyFailure_whenAllAdmittedHaveAnswered_thenGoesOn() {
    begun(constant(2), List.of(WHOLE));
    scenario.signed();
    counts(1, 0, 1);

    scenario.pass(Pacing.STEP);

    assertThat(next().sharePpm()).isEqualTo(2_000);
  }

  @Test
  void givenProofOfFailures_whenRaising_thenStops() {
    begun(constant(100), List.of(WHOLE));
    scenario.signed();

    counts(50, 10, 40);

    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(next().state()).isEqualTo(NextState.PAUSED);
    assertThat(next().sharePpm()).isEqualTo(50_000);
  }

  @Test
  void givenPausedInMidPace_whenResumed_thenGoesOnFromTheSameShare() {
    begun(constant(100), List.of(WHOLE));
    scenario.signed();
    counts(50, 0, 0);
    scenario.order(1, Order.PAUSE).signed();

    scenario.pass(Duration.ofHours(1)).order(1, Order.RESUME);

    assertThat(next().sharePpm()).isEqualTo(50_000);
    scenario.signed();
    counts(50, 50, 0);
    scenario.pass(Pacing.STEP);
    assertThat(next().sharePpm()).isEqualTo(100_000);
  }

  @Test
  void givenPromotion_whenRaising_thenThePaceEnds() {
    begun(constant(100), List.of(WHOLE));
    scenario.signed();
    counts(50, 50, 0);

    scenario.promote(1, "broad", 1);

    assertThat(scenario.stage()).isInstanceOf(Stage.Finishing.class);
  }

  @Test
  void givenAcceptedFailures_whenResumed_thenThePaceGrowsAsWithoutThem() {
    begun(new Pace.Limited(100, 200, 300), List.of(WHOLE));
    scenario.signed();
    counts(150, 104, 3);

    scenario.order(1, Order.PAUSE).signed().order(1, Order.RESUME).signed();
    counts(150, 104, 3);

    assertThat(Snapshots.of(scenario.rollout(), scenario.now).reason())
        .endsWith("; admits 200 devices a minute");
  }

  @Test
  void givenAcceptedSilence_whenResumed_thenThePaceDoesNotRestForIt() {
    begun(constant(2), List.of(WHOLE));
    long admitted = raisedWithoutAnswers();
    scenario.pass(SILENT_AFTER).signed();
    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);

    scenario.order(1, Order.RESUME).signed();
    counts(admitted, 0, 0);
    scenario.pass(Pacing.STEP);

    assertThat(next().sharePpm()).isEqualTo((admitted + 1) * 1_000);
  }

  /// Lets the share rise until the pace rests.
  ///
  /// @return how many devices are admitted, none of which has answered
  private long raisedWithoutAnswers() {
    scenario.signed();
    long admitted = 1;
    Instant start = scenario.now;
    while (scenario.now.isBefore(start.plus(SILENT_AFTER.multipliedBy(2)))) {
      counts(admitted, 0, 0);
      scenario.pass(Pacing.STEP);
      if (scenario.planned().isEmpty()) {
        break;
      }
      admitted = next().sharePpm() / 1_000;
      scenario.signed();
    }
    return admitted;
  }

  @Test
  void givenDevicesThatDoNotAnswer_whenRaising_thenRestsUntilTheGateHasJudgedThem() {
    begun(constant(2), List.of(WHOLE));

    long admitted = raisedWithoutAnswers();

    // Those of the last hour may still answer, and three in ten may stay silent.
    assertThat(admitted).isBetween(170L, 173L);
    assertThat(Snapshots.of(scenario.rollout(), scenario.now).reason())
        .contains("the pace rests until late devices answer");
    scenario.pass(SILENT_AFTER);
    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(Snapshots.of(scenario.rollout(), scenario.now).reason()).contains("failed");
  }

  @Test
  void givenRingWithoutDevices_whenCounted_thenPasses() {
    scenario.release(1, paced(constant(100), List.of(WHOLE))).signed();

    scenario.counts(RingCounts.NONE, RingCounts.NONE);

    assertThat(scenario.stage()).isInstanceOf(Stage.Finishing.class);
  }

  @Test
  void givenPace_whenStateIsStored_thenIsTheSame() throws Exception {
    begun(new Pace.Limited(100, 150, 3_000), List.of(WHOLE));

    assertThat(RolloutsCodec.decode(RolloutsCodec.encode(scenario.state)))
        .isEqualTo(scenario.state);
  }

  @Test
  void givenAnyPace_whenARolloutLives_thenNoMoreIsAdmittedThanThePaceAllows() {
    Property.check("the share rises within the pace", 300, PacingTest::live);
  }

  /// A ring whose devices confirm sooner or later. Half of them may be silent at the end, which
  /// stops the rollout; what counts here are its steps.
  private static void live(Seeded seed) {
    long devices = seed.between(1, 3_000);
    long base = seed.between(1, 400);
    var pace = new Pace.Limited(base, seed.between(100, 300), base + seed.between(0, 2_000));
    List<Long> waves = seed.chance(0.5) ? List.of(WHOLE) : List.of(200_000L, WHOLE);
    var scenario = new Scenario();
    scenario.release(1, paced(pace, waves)).signed();
    scenario.counts(RingCounts.NONE, Scenario.closed(devices));
    List<Instant> signed = new ArrayList<>();
    long share = 0;
    for (int i = 0; i < 2_000 && !(scenario.stage() instanceof Stage.Completed); i++) {
      if (!scenario.planned().isEmpty() && scenario.stage() instanceof Stage.Signing) {
        long next =
            scenario.planned().getLast().rings().getFirst().findNext().orElseThrow().sharePpm();
        long most = Math.max(1, pace.upTo() / 2) * WHOLE / devices + WHOLE / devices + 1;
        assertThat(next).isBetween(share, Math.min(WHOLE, share + most));
        share = next;
        signed.add(scenario.now);
      }
      scenario.signed();
      long admitted = devices * share / WHOLE;
      long confirmed = seed.chance(0.8) ? admitted : admitted / 2;
      scenario.counts(RingCounts.NONE, new RingCounts(devices, admitted, confirmed, 0, 0));
      scenario.pass(Duration.ofSeconds(seed.between(1, 40)));
    }

    // Steps of one wave are far enough from each other; a gate may open sooner.
    for (int i = 2; i < signed.size(); i++) {
      assertThat(Duration.between(signed.get(i - 2), signed.get(i)))
          .isGreaterThanOrEqualTo(Pacing.STEP);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 500",
    "499, 500",
    "500, 1000",
    "1499, 1000",
    "1500, 2000",
    "3499, 2000",
    "3500, 2500",
    "1000000, 2500",
  })
  void givenConfirmations_whenAskedForThePace_thenGrowsWithTheDevicesOfAMinute(
      long confirmed, long expected) {
    assertThat(new Pace.Limited(500, 200, 2_500).after(confirmed)).isEqualTo(expected);
  }

  @Test
  void givenSlowGrowth_whenAskedForThePace_thenGrowsByAtLeastOne() {
    assertThat(new Pace.Limited(1, 101, 10).after(5)).isEqualTo(3);
  }

  @Test
  void givenWrongPaces_whenMade_thenRefuses() {
    assertThatThrownBy(() -> constant(0)).hasMessageContaining("devices-per-minute: expected 1");
    assertThatThrownBy(() -> new Pace.Limited(5, 99, 5)).hasMessageContaining("growth: expected");
    assertThatThrownBy(() -> new Pace.Limited(5, 100, 4)).hasMessageContaining("up-to: expected");
  }
}
