package dev.sluice.rollout;

import static dev.sluice.rollout.Scenario.SILENT_AFTER;
import static dev.sluice.rollout.Scenario.SOAK;
import static dev.sluice.rollout.Scenario.all;
import static dev.sluice.rollout.Scenario.closed;
import static dev.sluice.rollout.Scenario.id;
import static dev.sluice.rollout.Scenario.policy;
import static dev.sluice.rollout.Scenario.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Order;
import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Release 1 runs everywhere; release 2 has reached the canaries.
class RollbackTest {
  private static final RolloutId ROLLBACK = new RolloutId(Scenario.PRODUCT, 1, 2);
  private static final RingCounts NOBODY = closed(10);

  private final Scenario scenario = new Scenario();

  @BeforeEach
  void reachCanaries() {
    reachCanaries(FailureAction.HALT);
  }

  private void reachCanaries(FailureAction onFailure) {
    scenario.release(1, policy()).deltas(1).signed().counts(closed(0), closed(0)).signed();
    assertThat(scenario.stage()).isInstanceOf(Stage.Completed.class);
    scenario.release(2, policy(StartMode.AUTOMATIC, onFailure, Duration.ZERO, SOAK)).signed();
  }

  @Test
  void givenHaltedRollout_whenRolledBack_thenCanariesAreOrderedBackAndTheRestIsLeftAlone() {
    scenario.order(2, Order.HALT).signed();

    scenario.rollBack(id(2), 1, false);

    assertThat(scenario.recorded())
        .containsExactly("rolled-back", "rollback-ordered", "wave-planned");
    assertThat(scenario.halted()).containsExactly("canary");
    NextRelease next = next("canary");
    assertThat(next.release()).isEqualTo(release(1));
    assertThat(next.rollout()).isEqualTo(ROLLBACK);
    assertThat(next.orderedRollback()).isTrue();
    assertThat(next.sharePpm()).isEqualTo(1_000_000);
    assertThat(ring("broad").findNext()).isEmpty();
  }

  @Test
  void givenLaterRollout_whenAskedWhereEachCanGoBackTo_thenOnlyTheLatestCanAtAll() {
    assertThat(scenario.state.rollbackTargets(id(2))).containsExactly(release(1));
    assertThat(scenario.state.rollbackTargets(id(1))).isEmpty();

    scenario.release(3, policy()).deltas(3).signed();

    assertThat(scenario.state.rollbackTargets(id(3))).containsExactly(release(2), release(1));
    assertThat(scenario.state.rollbackTargets(id(2))).isEmpty();
    scenario.rollBack(id(3), 1, true);
    assertThat(scenario.state.rollbackTargets(ROLLBACK)).containsExactly(release(2), release(1));
  }

  @Test
  void givenRollback_whenEveryDeviceIsBack_thenRingsStandAtItWithItsMark() {
    scenario.rollBack(id(2), 1, false).signed();
    assertThat(scenario.announced()).containsExactly("canary");
    assertThat(reason()).startsWith("takes gateway/2 back; ring canary: waiting: ");

    scenario.counts(new RingCounts(4, 3, 3, 0, 0), NOBODY).signed().counts(all(3), NOBODY);

    assertThat(scenario.stage()).isInstanceOf(Stage.Finishing.class);
    for (String name : new String[] {"canary", "broad"}) {
      assertThat(ring(name).current()).isEqualTo(new Current.Restored(release(1), ROLLBACK));
      assertThat(ring(name).findNext()).isEmpty();
    }
    scenario.signed();
    assertThat(scenario.stage()).isInstanceOf(Stage.Completed.class);
    assertThat(scenario.state.current()).isEqualTo(new Current.Restored(release(1), ROLLBACK));
  }

  @Test
  void givenRollbackEverywhere_whenOrdered_thenAllRingsGoAtOnceAndNoneIsForgotten() {
    scenario.rollBack(id(2), 1, true).signed();
    assertThat(scenario.announced()).containsExactly("canary", "broad");
    assertThat(next("canary", scenario).rollout()).isEqualTo(ROLLBACK);

    scenario.counts(new RingCounts(4, 3, 2, 0, 0), new RingCounts(10, 1, 1, 0, 0));
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
    assertThat(reason()).contains("ring canary: waiting: 2 of 3 confirmed");
    scenario.counts(new RingCounts(4, 3, 3, 0, 0), new RingCounts(10, 1, 1, 0, 0));

    assertThat(scenario.stage()).isInstanceOf(Stage.Finishing.class);
  }

  @Test
  void givenRollbackEverywhere_whenResumed_thenEachRingIsToldOnce() {
    scenario.rollBack(id(2), 1, true).signed();
    scenario.step(new RolloutEvent.Ordered(ROLLBACK, Order.PAUSE, "ada", "because")).signed();

    scenario.step(new RolloutEvent.Ordered(ROLLBACK, Order.RESUME, "ada", "because")).signed();

    assertThat(scenario.announced()).containsExactly("canary", "broad");
  }

  @Test
  void givenDevicesThatAreOff_whenTheirTimeIsUp_thenTheRollbackGoesOnWithoutThem() {
    scenario.rollBack(id(2), 1, false).signed();
    scenario.counts(new RingCounts(4, 3, 0, 0, 0), NOBODY);
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);

    scenario.pass(SILENT_AFTER);

    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(new Position(1, 0), 5, false));
  }

  @Test
  void givenPolicyRollsBack_whenAGateStops_thenGoesBackByItself() {
    var other = new RollbackTest();
    other.reachCanaries(FailureAction.ROLL_BACK);

    other.scenario.counts(new RingCounts(4, 4, 0, 3, 0), NOBODY);

    assertThat(other.scenario.recorded())
        .containsExactly("rolled-back", "rollback-ordered", "wave-planned");
    assertThat(other.scenario.rollout().id()).isEqualTo(ROLLBACK);
  }

  @Test
  void givenRollback_whenAHigherReleaseComes_thenNobodyGoesForwardToTheBadOneAgain() {
    scenario.rollBack(id(2), 1, false).signed();

    scenario.release(3, policy(StartMode.AUTOMATIC, FailureAction.HALT, Duration.ZERO, SOAK));

    assertThat(ring("broad").current()).isEqualTo(new Current.Restored(release(1), ROLLBACK));
    assertThat(next("canary").release()).isEqualTo(release(3));
    scenario.signed().counts(closed(0), closed(0)).signed();
    assertThat(scenario.state.current()).isEqualTo(release(3));
  }

  @Test
  void givenRollback_whenHalted_thenDevicesThatHaveNotGoneBackStay() {
    scenario.rollBack(id(2), 1, false).signed();

    scenario.step(new RolloutEvent.Ordered(ROLLBACK, Order.HALT, "ada", "because"));

    assertThat(next("canary").state()).isEqualTo(NextState.HALTED);
    assertThat(next("canary").rollout()).isEqualTo(ROLLBACK);
  }

  @Test
  void givenCompletedRelease_whenTakenBackRingByRing_thenNoDocumentLeadsToIt() {
    scenario.counts(closed(0), closed(0)).signed();
    assertThat(scenario.state.current()).isEqualTo(release(2));

    scenario.rollBack(id(2), 1, false);

    assertThat(next("canary").release()).isEqualTo(release(1));
    assertThat(ring("broad").current()).isEqualTo(new Current.None());
  }

  @Test
  void givenHaltedRollbackOfACompletedRelease_whenAHigherOneComes_thenRingsStandAtTheTarget() {
    scenario.counts(closed(0), closed(0)).signed().rollBack(id(2), 1, false).signed();
    scenario.step(new RolloutEvent.Ordered(ROLLBACK, Order.HALT, "ada", "because"));

    scenario.release(3, policy(StartMode.AUTOMATIC, FailureAction.HALT, Duration.ZERO, SOAK));

    assertThat(ring("broad").current()).isEqualTo(new Current.Restored(release(1), ROLLBACK));
  }

  @Test
  void givenHaltedRollback_whenOrderedAgain_thenGoesOnUnderAnotherRun() {
    scenario.rollBack(id(2), 1, false).signed();
    scenario.step(new RolloutEvent.Ordered(ROLLBACK, Order.HALT, "ada", "because"));

    scenario.rollBack(ROLLBACK, 1, true);

    assertThat(scenario.rollout().id()).isEqualTo(new RolloutId(Scenario.PRODUCT, 1, 3));
    assertThat(scenario.rollout().purpose()).isEqualTo(new Purpose.Rollback(id(2), true));
  }

  @Test
  void givenRollback_whenItsTargetIsWithdrawn_thenHalted() {
    scenario.rollBack(id(2), 1, false).signed();

    scenario.step(new RolloutEvent.Withdrawn(id(1), "leaks"));

    assertThat(scenario.stage()).isInstanceOf(Stage.Halted.class);
  }

  @Test
  void givenReleaseBeforeIsWithdrawn_whenAGateWouldRollBack_thenHalts() {
    var other = new RollbackTest();
    other.reachCanaries(FailureAction.ROLL_BACK);
    other.scenario.step(new RolloutEvent.Withdrawn(id(1), "leaks"));

    other.scenario.counts(new RingCounts(4, 4, 0, 3, 0), NOBODY);

    assertThat(other.scenario.stage()).isInstanceOf(Stage.Halted.class);
  }

  @Test
  void givenReleaseIsWithdrawnBeforeItIsSigned_whenALaterOneIsTakenBack_thenItIsNoTarget()
      throws Exception {
    scenario.step(new RolloutEvent.Withdrawn(id(3), "a leak"));
    ProductRollouts kept = RolloutsCodec.decode(RolloutsCodec.encode(scenario.state));
    assertThat(kept).isEqualTo(scenario.state);

    scenario.release(3, policy());
    assertThat(scenario.stage()).isInstanceOf(Stage.Halted.class);
    scenario.release(4, policy()).deltas(4).signed();
    scenario.rollBack(id(4), 3, false);

    assertThat(scenario.ignored).contains("it is no live release before it");
    assertThat(scenario.state.history().live()).doesNotContain(release(3));
    assertThat(scenario.state.history().withdrawnAhead()).isEmpty();
  }

  @Test
  void givenNoLiveReleaseBefore_whenRolledBack_thenIgnored() {
    assertThat(scenario.rollBack(id(2), 2, true).ignored).contains("no live release before it");
    assertThat(scenario.rollBack(id(1), 1, true).ignored).contains("not the latest");
    scenario.step(new RolloutEvent.Withdrawn(id(1), "leaks"));
    assertThat(scenario.rollBack(id(2), 1, true).ignored).contains("no live release before it");
  }

  @Test
  void givenStateWithARollback_whenWrittenAndRead_thenSame() throws Exception {
    scenario.rollBack(id(2), 1, true).signed();
    assertThat(RolloutsCodec.decode(RolloutsCodec.encode(scenario.state)))
        .isEqualTo(scenario.state);
    scenario.counts(closed(3), NOBODY).signed();
    assertThat(RolloutsCodec.decode(RolloutsCodec.encode(scenario.state)))
        .isEqualTo(scenario.state);
  }

  private String reason() {
    return Snapshots.of(scenario.rollout(), scenario.now).reason();
  }

  private NextRelease next(String name) {
    return ring(name).findNext().orElseThrow();
  }

  /// From the last document that was planned in any step.
  private static NextRelease next(String name, Scenario scenario) {
    return lastRing(name, scenario).findNext().orElseThrow();
  }

  private Ring ring(String name) {
    return lastRing(name, scenario);
  }

  private static Ring lastRing(String name, Scenario scenario) {
    return scenario.allEffects.stream()
        .filter(Effect.PlanRings.class::isInstance)
        .map(effect -> ((Effect.PlanRings) effect).event().document())
        .reduce((_, later) -> later)
        .flatMap(document -> document.findRing(name))
        .orElseThrow();
  }
}
