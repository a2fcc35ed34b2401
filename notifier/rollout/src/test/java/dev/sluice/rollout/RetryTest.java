package dev.sluice.rollout;

import static dev.sluice.rollout.Scenario.all;
import static dev.sluice.rollout.Scenario.closed;
import static dev.sluice.rollout.Scenario.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Order;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Release 1 is stopped in the canary ring, where three of ten devices failed.
class RetryTest {
  private static final RingCounts FAILING = new RingCounts(10, 10, 2, 3, 0);
  private static final RingCounts ASKED = new RingCounts(10, 10, 2, 0, 0);

  private final Scenario scenario = new Scenario();

  @BeforeEach
  void stop() {
    stop(FailureAction.HALT);
  }

  private void stop(FailureAction onFailure) {
    scenario.release(1, policy(StartMode.AUTOMATIC, onFailure, Duration.ZERO, Scenario.SOAK));
    scenario.signed().counts(FAILING, closed(20)).signed();
  }

  private NextRelease next(String ring) {
    RingsDocument document = scenario.planned().getLast();
    return document.findRing(ring).orElseThrow().findNext().orElseThrow();
  }

  @Test
  void givenHaltedByGate_whenRetried_thenGoesOnInItsWaveAndAsksAgain() {
    assertThat(scenario.stage()).isInstanceOf(Stage.Halted.class);

    scenario.retry(1, "", 2);

    assertThat(scenario.stage()).isInstanceOf(Stage.Signing.class);
    assertThat(scenario.recorded()).containsExactly("retried");
    assertThat(next("canary").attempt()).isEqualTo(2);
    assertThat(next("canary").state()).isEqualTo(NextState.ADMITTING);
    assertThat(scenario.planned().getLast().findRing("broad").orElseThrow().findNext()).isEmpty();
    assertThat(scenario.signed().announced()).containsExactly("canary");
    scenario.counts(ASKED, closed(20)).counts(all(10), closed(20));
    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
    assertThat(scenario.pass(Scenario.SOAK).stage()).isInstanceOf(Stage.Signing.class);
    assertThat(next("broad").attempt()).isEqualTo(1);
    assertThat(next("canary").attempt()).isEqualTo(2);
  }

  @Test
  void givenRetry_whenDevicesFailAgain_thenTheGateStopsAgain() {
    scenario.retry(1, "canary", 2).signed().counts(ASKED, closed(20));
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);

    scenario.counts(FAILING, closed(20));

    assertThat(scenario.stage()).isInstanceOf(Stage.Halted.class);
    assertThat(scenario.signed().retry(1, "canary", 3).recorded()).containsExactly("retried");
  }

  @Test
  void givenCountsFromBefore_whenRetried_thenTheGateDoesNotLookAtThem() {
    long before = scenario.state.sequence();
    scenario.retry(1, "", 2).signed();

    scenario.step(scenario.report(before, FAILING, closed(20)));

    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
  }

  @Test
  void givenOrderThatComesTwice_whenTaken_thenMakesOneAttempt() {
    scenario.retry(1, "", 2).signed();

    assertThat(scenario.retry(1, "", 2).ignored).contains("asked already");
  }

  @Test
  void givenPausedByGate_whenRetried_thenNothingIsAccepted() {
    var paused = new RetryTest();
    paused.stop(FailureAction.PAUSE);
    assertThat(paused.scenario.stage()).isInstanceOf(Stage.Paused.class);

    paused.scenario.retry(1, "", 2).signed().counts(FAILING, closed(20));

    assertThat(paused.scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(paused.scenario.recorded()).contains("paused");
  }

  @Test
  void givenRollout_whenItsStageOrRingDoesNotAllowIt_thenIgnored() {
    assertThat(scenario.retry(1, "broad", 2).ignored).contains("no such ring");
    assertThat(scenario.retry(7, "", 2).ignored).contains("stage");
    scenario.retry(1, "", 2);
    assertThat(scenario.retry(1, "", 3).ignored).contains("stage");
    scenario
        .signed()
        .order(1, Order.HALT)
        .step(new RolloutEvent.Withdrawn(Scenario.id(1), "leaks"));
    assertThat(scenario.retry(1, "", 3).ignored).contains("withdrawn");
  }

  @Test
  void givenHaltedWhileFinishing_whenRetried_thenADeviceThatDoesNotAnswerIsSilentInTime() {
    var late = new Scenario();
    late.release(1, policy()).deltas(1).signed().counts(closed(0), closed(20)).signed();
    late.counts(closed(0), all(20)).pass(Scenario.SOAK).signed();
    late.counts(closed(0), all(20)).pass(Scenario.SOAK);
    assertThat(late.stage()).isInstanceOf(Stage.Finishing.class);
    late.order(1, Order.HALT).signed();

    late.retry(1, "", 2).signed().counts(closed(0), new RingCounts(20, 20, 19, 0, 0));
    late.pass(Scenario.SILENT_AFTER).pass(Scenario.SOAK);

    assertThat(late.stage()).isInstanceOf(Stage.Finishing.class);
  }

  @Test
  void givenHaltedBeforeItsFirstWave_whenRetried_thenIgnored() {
    var fresh = new Scenario();
    fresh.release(1, policy()).order(1, Order.HALT);

    assertThat(fresh.retry(1, "", 2).ignored).contains("stage");
  }
}
