package dev.sluice.rollout;

import static dev.sluice.rollout.Scenario.DELTA_WAIT;
import static dev.sluice.rollout.Scenario.SILENT_AFTER;
import static dev.sluice.rollout.Scenario.SOAK;
import static dev.sluice.rollout.Scenario.all;
import static dev.sluice.rollout.Scenario.closed;
import static dev.sluice.rollout.Scenario.open;
import static dev.sluice.rollout.Scenario.policy;
import static dev.sluice.rollout.Scenario.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Order;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One test for each row of the machine's transition table, in its order.
class RolloutMachineTest {
  private static final Duration PATIENCE = ProductRollouts.ASK_AGAIN_INTERVAL;
  private static final RingCounts FAILING = new RingCounts(10, 10, 0, 3, 0);

  private final Scenario scenario = new Scenario();

  @Test
  void givenRollout_whenSameOrLowerCounterIsSigned_thenIgnored() {
    scenario.release(3, policy());

    assertThat(scenario.release(3, policy()).ignored).contains("counter 3, not above 3");
    assertThat(scenario.release(2, policy()).ignored).contains("counter 2, not above 3");
  }

  @Test
  void givenNothing_whenReleaseIsSigned_thenWaitsForDeltas() {
    scenario.release(1, policy());

    assertThat(scenario.stage())
        .isEqualTo(new Stage.WaitingForDeltas(scenario.now.plus(DELTA_WAIT)));
    assertThat(scenario.recorded()).containsExactly("created");
    assertThat(scenario.planned()).isEmpty();
    assertThat(scenario.effects).endsWith(new Effect.ScheduleAt(scenario.now.plus(DELTA_WAIT)));
  }

  @Test
  void givenAdmittingRollout_whenHigherCounterIsSigned_thenSupersededAndTakenOut() {
    admitting();

    scenario.release(2, policy());

    assertThat(scenario.rollout().id()).isEqualTo(Scenario.id(2));
    assertThat(scenario.recorded()).containsExactly("superseded", "created");
    assertThat(scenario.planned())
        .singleElement()
        .satisfies(
            document ->
                assertThat(document.rings()).allSatisfy(r -> assertThat(r.findNext()).isEmpty()));
  }

  @Test
  void givenAdmittingRollout_whenSupersededByOneThatHasToBeApproved_thenTakenOutAtOnce() {
    admitting();

    scenario.release(2, withApprovalOfTheFirst());

    assertThat(scenario.stage()).isEqualTo(new Stage.WaitingForApproval(Position.FIRST));
    assertThat(scenario.planned())
        .singleElement()
        .satisfies(
            document ->
                assertThat(document.rings()).allSatisfy(r -> assertThat(r.findNext()).isEmpty()));
    assertThat(scenario.signed().approve(2, "canary").stage()).isInstanceOf(Stage.Signing.class);
  }

  @Test
  void givenHaltedRollout_whenHigherCounterIsSigned_thenSuperseded() {
    admitting();
    scenario.order(1, Order.HALT);

    scenario.release(2, policy());

    assertThat(scenario.recorded()).containsExactly("superseded", "created");
  }

  @Test
  void givenManualPolicy_whenReleaseIsSigned_thenWaitsBesideTheActiveOne() {
    admitting();

    scenario.release(2, manual());

    assertThat(scenario.rollout().id()).isEqualTo(Scenario.id(1));
    assertThat(scenario.state.waiting()).hasSize(1);
    assertThat(scenario.recorded()).containsExactly("created");
  }

  @Test
  void givenWaitingForStart_whenStarted_thenSupersedesTheActiveOne() {
    admitting();
    scenario.release(2, manual());

    scenario.order(2, Order.START);

    assertThat(scenario.rollout().id()).isEqualTo(Scenario.id(2));
    assertThat(scenario.state.waiting()).isEmpty();
    assertThat(scenario.recorded()).containsExactly("superseded", "created");
  }

  @Test
  void givenWaitingForStart_whenHalted_thenGone() {
    scenario.release(1, manual());

    scenario.order(1, Order.HALT);

    assertThat(scenario.state.waiting()).isEmpty();
    assertThat(scenario.recorded()).containsExactly("halted");
    assertThat(scenario.order(1, Order.START).ignored).contains("it is over");
  }

  @Test
  void givenWaitingForDeltas_whenDeltasAreComplete_thenPlansFirstWave() {
    scenario.release(1, policy());

    scenario.deltas(1);

    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(Position.FIRST, 1, false));
    assertThat(next("canary").sharePpm()).isEqualTo(1_000_000);
    assertThat(next("canary").state()).isEqualTo(NextState.ADMITTING);
    assertThat(ring("broad").findNext()).isEmpty();
  }

  @Test
  void givenWaitingForDeltas_whenDeltasAreNotComplete_thenIgnored() {
    scenario.release(1, policy());

    scenario.step(new RolloutEvent.DeltasSigned(1, false));

    assertThat(scenario.ignored).contains("more patches");
  }

  @Test
  void givenWaitingForDeltas_whenWaitIsOver_thenPlansFirstWave() {
    scenario.release(1, policy());

    scenario.pass(DELTA_WAIT);

    assertThat(scenario.stage()).isInstanceOf(Stage.Signing.class);
    assertThat(scenario.recorded()).containsExactly("wave-planned");
  }

  @Test
  void givenNothing_whenDeltasComeBeforeTheRelease_thenTheyCount() {
    scenario.deltas(1);

    scenario.release(1, policy());

    assertThat(scenario.stage()).isInstanceOf(Stage.Signing.class);
  }

  @Test
  void givenNothing_whenOrderComesBeforeTheRelease_thenItIsObeyed() {
    scenario.order(1, Order.PAUSE);

    scenario.release(1, policy());

    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(scenario.recorded()).containsExactly("created", "paused");
  }

  @Test
  void givenSigning_whenRingsAreSigned_thenAnnouncesToTheRing() {
    signing();

    scenario.signed();

    assertThat(scenario.stage()).isEqualTo(new Stage.Admitting(Position.FIRST, 1));
    assertThat(scenario.announced()).containsExactly("canary");
    assertThat(scenario.recorded()).containsExactly("wave-announced");
  }

  @Test
  void givenSigning_whenAnotherSequenceIsSigned_thenIgnored() {
    signing();

    assertThat(scenario.signed(99).ignored).contains("nobody waits for rings document 99");
  }

  @Test
  void givenSigning_whenRefused_thenPlansAboveWhatIsSigned() {
    signing();

    scenario.step(new RolloutEvent.RingsRefused(1, 41));

    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(Position.FIRST, 42, false));
    assertThat(scenario.planned()).singleElement().matches(d -> d.sequence() == 42);
  }

  @Test
  void givenPausedHaltedOrFinishing_whenRefused_thenPlansTheSameAgain() {
    admitting();
    scenario.order(1, Order.PAUSE);

    scenario.step(new RolloutEvent.RingsRefused(2, 7));
    assertThat(next("canary").state()).isEqualTo(NextState.PAUSED);
    scenario.order(1, Order.HALT).step(new RolloutEvent.RingsRefused(9, 11));

    assertThat(next("canary").state()).isEqualTo(NextState.HALTED);
    assertThat(scenario.planned()).singleElement().matches(d -> d.sequence() == 12);
  }

  @Test
  void givenAdmitting_whenGateOpens_thenSoaks() {
    admitting();

    scenario.counts(all(3), closed(10));

    assertThat(scenario.stage())
        .isEqualTo(new Stage.Soaking(Position.FIRST, 1, scenario.now.plus(SOAK)));
    assertThat(scenario.effects).contains(new Effect.ScheduleAt(scenario.now.plus(SOAK)));
  }

  @Test
  void givenAdmitting_whenGateHolds_thenStays() {
    admitting();

    scenario.counts(open(3), closed(10));

    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
  }

  @Test
  void givenAdmitting_whenCountsAreOfAnOlderDocument_thenGateIsNotAsked() {
    admitting();

    scenario.step(scenario.report(0, closed(0), closed(0)));

    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
  }

  @Test
  void givenAdmittingWithoutSoak_whenGateOpens_thenPlansNextWave() {
    admitting(policy(StartMode.AUTOMATIC, FailureAction.PAUSE, Duration.ZERO, Duration.ZERO));

    scenario.counts(all(3), closed(10));

    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(new Position(1, 0), 2, false));
    assertThat(next("broad").sharePpm()).isEqualTo(500_000);
    assertThat(next("canary").sharePpm()).isEqualTo(1_000_000);
  }

  @Test
  void givenAdmitting_whenRingIsEmpty_thenPassesAtOnce() {
    admitting();

    scenario.counts(closed(0), closed(10));

    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(new Position(1, 0), 2, false));
  }

  @Test
  void givenAdmitting_whenNoRingHasDevices_thenFinishes() {
    admitting();

    scenario.counts(closed(0), closed(0));

    assertThat(scenario.stage()).isInstanceOf(Stage.Finishing.class);
    assertThat(ring("broad").current()).isEqualTo(release(1));
  }

  @Test
  void givenSoaking_whenGateIsNoLongerOpen_thenAdmitsAndSoaksAnew() {
    admitting();
    scenario.counts(all(3), closed(10));

    scenario.counts(new RingCounts(5, 5, 3, 0, 0), closed(10));
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
    scenario.pass(SOAK).counts(all(5), closed(10));

    assertThat(scenario.stage())
        .isEqualTo(new Stage.Soaking(Position.FIRST, 1, scenario.now.plus(SOAK)));
  }

  @Test
  void givenSoaking_whenSoaked_thenPlansNextRing() {
    admitting();
    scenario.counts(all(3), closed(10));

    scenario.pass(SOAK);

    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(new Position(1, 0), 2, false));
  }

  @Test
  void givenGateStops_whenPolicySaysPause_thenPaused() {
    admitting();

    scenario.counts(FAILING, closed(10));

    assertThat(scenario.stage())
        .isInstanceOfSatisfying(
            Stage.Paused.class,
            paused ->
                assertThat(paused.reason())
                    .startsWith("ring canary: 3 of 10 devices failed, failure rate ≥ ")
                    .endsWith(" % at 90 % confidence, limit 2 %"));
    assertThat(next("canary").state()).isEqualTo(NextState.PAUSED);
  }

  @Test
  void givenGateStops_whenPolicySaysHalt_thenHalted() {
    admitting(policy(StartMode.AUTOMATIC, FailureAction.HALT, Duration.ZERO, SOAK));

    scenario.counts(FAILING, closed(10));

    assertThat(scenario.stage()).isInstanceOf(Stage.Halted.class);
    assertThat(scenario.halted()).containsExactly("canary");
    assertThat(next("canary").state()).isEqualTo(NextState.HALTED);
  }

  @Test
  void givenSoakingInALaterRing_whenAnEarlierRingFails_thenStops() {
    admitting();
    scenario.counts(all(10), closed(10)).pass(SOAK).signed();

    scenario.counts(new RingCounts(10, 10, 7, 3, 0), closed(10));

    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
  }

  @Test
  void givenWaitingForDeltas_whenPausedAndResumed_thenWaitsOn() {
    scenario.release(1, policy()).order(1, Order.PAUSE);
    assertThat(scenario.planned()).isEmpty();
    assertThat(scenario.pass(DELTA_WAIT).stage()).isInstanceOf(Stage.Paused.class);

    scenario.order(1, Order.RESUME);

    assertThat(scenario.stage()).isInstanceOf(Stage.Signing.class);
    assertThat(scenario.recorded()).containsExactly("resumed", "wave-planned");
  }

  @Test
  void givenSigning_whenPaused_thenTheEarlierSignatureIsStale() {
    signing();

    scenario.order(1, Order.PAUSE);

    assertThat(next("canary").state()).isEqualTo(NextState.PAUSED);
    assertThat(scenario.signed(1).ignored).isNotEmpty();
    assertThat(scenario.signed(2).announced()).isEmpty();
  }

  @Test
  void givenPaused_whenRingsAreSigned_thenHintsToAnnouncedRings() {
    admitting();
    scenario.order(1, Order.PAUSE);

    scenario.signed();

    assertThat(scenario.announced()).containsExactly("canary");
    assertThat(scenario.signed().ignored).isNotEmpty();
  }

  @Test
  void givenPausedByGate_whenResumed_thenFailuresSoFarAreAccepted() {
    admitting();
    scenario.counts(FAILING, closed(10)).order(1, Order.RESUME);
    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(Position.FIRST, 3, true));

    scenario.signed().counts(new RingCounts(10, 10, 7, 3, 0), closed(10));

    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
  }

  @Test
  void givenDevicesDoNotAnswer_whenTheirTimeIsUp_thenSilentAndTheGateOpens() {
    admitting();
    Instant deadline = scenario.now.plus(SILENT_AFTER);
    scenario.counts(new RingCounts(10, 10, 7, 0, 0), closed(10));
    scenario.pass(ProductRollouts.PROGRESS_INTERVAL);
    assertThat(scenario.effects).contains(new Effect.ScheduleAt(deadline));
    assertThat(reason())
        .isEqualTo(
            "ring canary: waiting: 7 of 10 confirmed (5 needed), failure rate ≤ 33.8 % at 90 %"
                + " confidence, limit 2 %");

    scenario.pass(SILENT_AFTER);

    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
    assertThat(Snapshots.of(scenario.rollout(), scenario.now).rings().getFirst().silent())
        .isEqualTo(3);
  }

  @Test
  void givenMostDevicesAreSilent_whenTheirTimeIsUp_thenStops() {
    admitting();
    scenario.counts(new RingCounts(10, 10, 1, 0, 0), closed(10)).pass(SILENT_AFTER);

    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(reason()).startsWith("ring canary: 6 of 7 devices failed");
  }

  @Test
  void givenGateIsUnclear_whenAllHaveAnswered_thenPausesForAPerson() {
    admitting(policy(StartMode.AUTOMATIC, FailureAction.HALT, Duration.ZERO, SOAK));

    scenario.counts(new RingCounts(20, 20, 19, 1, 0), closed(10));

    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(reason()).contains("too few to be 90 % sure");
  }

  @Test
  void givenSilenceThatWasAccepted_whenTheSilentDevicesFail_thenTheirFailuresCount() {
    admitting();
    scenario.counts(new RingCounts(10, 10, 7, 0, 1), closed(10)).pass(SILENT_AFTER);
    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
    scenario.order(1, Order.PAUSE).signed().order(1, Order.RESUME).signed();

    scenario.counts(new RingCounts(10, 10, 7, 3, 0), closed(10));

    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(reason()).startsWith("ring canary: 3 of 10 devices failed");
  }

  @Test
  void givenRingThatIsDone_whenDevicesJoinItLater_thenTheyAreNoFailures() {
    admitting(withApproval());
    scenario.counts(all(10), closed(10)).pass(SOAK);

    scenario.counts(new RingCounts(20, 20, 10, 0, 0), closed(10)).pass(Duration.ofDays(1));

    assertThat(scenario.stage()).isEqualTo(new Stage.WaitingForApproval(new Position(1, 0)));
  }

  @Test
  void givenOnlyDevicesThatCannotTry_whenTheirTimeIsUp_thenThePolicyDecidesAndOneResumeIsEnough() {
    RingCounts unable = new RingCounts(4, 4, 0, 0, 4);
    scenario.release(1, policy()).deltas(1).signed().counts(unable, closed(8));

    scenario.pass(SILENT_AFTER);
    assertThat(Snapshots.of(scenario.rollout(), scenario.now).reason())
        .startsWith("ring canary: 3 of 3 devices failed (3 of them silent, or unable to try");
    scenario.signed().order(1, Order.RESUME).signed().counts(unable, closed(8));
    scenario.pass(SILENT_AFTER);

    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
    assertThat(Snapshots.of(scenario.rollout(), scenario.now).reason())
        .contains("its failures and its silence were accepted");
  }

  @Test
  void givenAcceptedSilence_whenResumedAgainBeforeTheTimeIsUp_thenItStaysAccepted() {
    RingCounts unable = new RingCounts(4, 4, 0, 0, 4);
    scenario.release(1, policy()).deltas(1).signed().counts(unable, closed(8));
    scenario.pass(SILENT_AFTER).signed().order(1, Order.RESUME).signed();

    scenario.order(1, Order.PAUSE).signed().order(1, Order.RESUME).signed();
    scenario.counts(unable, closed(8)).pass(SILENT_AFTER);

    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
  }

  @Test
  void givenNoDeviceOfTheProduct_whenReleased_thenEveryRingPassesAndItSaysSo() {
    scenario.release(1, policy()).deltas(1).signed();

    scenario.counts(RingCounts.NONE, RingCounts.NONE).signed();

    assertThat(scenario.stage()).isInstanceOf(Stage.Completed.class);
    assertThat(Snapshots.of(scenario.rollout(), scenario.now).reason())
        .isEqualTo("no device runs gateway");
  }

  @Test
  void givenRingUnderWay_whenDevicesJoinIt_thenItsGateWaitsForThemToo() {
    admitting();
    scenario.counts(new RingCounts(2, 2, 1, 0, 0), closed(10));

    scenario.counts(new RingCounts(3, 3, 2, 0, 0), closed(10));
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);

    scenario.counts(all(3), closed(10));
    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
  }

  @Test
  void givenUnclear_whenPromoted_thenPassesTheGateWithoutSoaking() {
    admitting();
    scenario.counts(new RingCounts(4, 4, 0, 0, 4), closed(10));
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
    scenario.pass(SILENT_AFTER);
    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);

    scenario.promote(1, "canary", 1);
    assertThat(scenario.recorded()).containsExactly("promoted", "resumed");
    scenario.signed().counts(new RingCounts(4, 4, 0, 0, 4), closed(10));

    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(new Position(1, 0), 4, false));
  }

  @Test
  void givenSoaking_whenPromoted_thenPlansTheNextWaveAtOnce() {
    admitting();
    scenario.counts(all(3), closed(10));

    scenario.promote(1, "canary", 1);

    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(new Position(1, 0), 2, false));
    assertThat(scenario.recorded()).containsExactly("promoted", "wave-planned");
    assertThat(scenario.promote(1, "canary", 1).ignored).contains("it is not in it");
  }

  @Test
  void givenPromotedWave_whenItsSuccessorIsAdmitted_thenItsGateJudgesAgain() {
    admitting();
    scenario.counts(all(3), closed(10)).promote(1, "canary", 1).signed();

    scenario.counts(all(3), new RingCounts(10, 5, 1, 0, 0));

    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
  }

  @Test
  void givenRingWithApproval_whenItsTurnComes_thenWaitsForAPerson() {
    admitting(withApproval());
    scenario.counts(all(3), closed(10)).pass(SOAK);
    assertThat(scenario.stage()).isEqualTo(new Stage.WaitingForApproval(new Position(1, 0)));
    assertThat(reason()).isEqualTo("ring broad has to be approved");
    assertThat(scenario.promote(1, "canary", 1).ignored).isNotEmpty();
    assertThat(scenario.approve(1, "canary").ignored).contains("it does not wait for it");

    scenario.approve(1, "broad");

    assertThat(scenario.stage()).isEqualTo(new Stage.Signing(new Position(1, 0), 2, false));
    assertThat(scenario.recorded()).containsExactly("approved", "wave-planned");
  }

  @Test
  void givenWaitingForApproval_whenAnEarlierRingFails_thenPausesAndResumesThere() {
    admitting(withApproval());
    scenario.counts(all(10), closed(10)).pass(SOAK);

    scenario.counts(new RingCounts(10, 10, 7, 3, 0), closed(10));
    assertThat(scenario.stage()).isInstanceOf(Stage.Paused.class);
    assertThat(next("canary").state()).isEqualTo(NextState.PAUSED);
    scenario.order(1, Order.RESUME).signed();
    scenario.counts(new RingCounts(10, 10, 7, 3, 0), closed(10)).pass(SOAK);

    assertThat(scenario.stage()).isEqualTo(new Stage.WaitingForApproval(new Position(1, 0)));
  }

  @Test
  void givenWaitingForApproval_whenPausedAndResumed_thenADeviceThatDoesNotAnswerIsSilentInTime() {
    admitting(withApproval());
    scenario.counts(all(10), closed(10)).pass(SOAK);
    scenario.order(1, Order.PAUSE).signed().order(1, Order.RESUME).signed();
    scenario.counts(new RingCounts(10, 10, 9, 0, 0), closed(10));
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);

    scenario.pass(SILENT_AFTER).pass(SOAK);

    assertThat(scenario.stage()).isEqualTo(new Stage.WaitingForApproval(new Position(1, 0)));
  }

  @Test
  void givenAdmitting_whenHalted_thenRingsHoldBeforeAnythingIsSigned() {
    admitting();

    scenario.order(1, Order.HALT);

    assertThat(scenario.effects.getFirst()).isInstanceOf(Effect.AnnounceHalt.class);
    assertThat(scenario.effects.get(1)).isInstanceOf(Effect.PlanRings.class);
    assertThat(((Effect.AnnounceHalt) scenario.effects.getFirst()).event().sequence())
        .isEqualTo(scenario.planned().getLast().sequence());
    assertThat(scenario.recorded()).containsExactly("halted");
    assertThat(scenario.order(1, Order.RESUME).ignored).contains("it is halted");
  }

  @Test
  void givenWaitingForDeltas_whenHalted_thenNothingHasToBeTakenBack() {
    scenario.release(1, policy());

    scenario.order(1, Order.HALT);

    assertThat(scenario.planned()).isEmpty();
    assertThat(scenario.stage()).isInstanceOf(Stage.Halted.class);
  }

  @Test
  void givenHalted_whenRingsAreSigned_thenStaysHalted() {
    admitting();
    scenario.order(1, Order.HALT);

    scenario.signed();

    assertThat(scenario.stage()).isInstanceOf(Stage.Halted.class);
    assertThat(scenario.recorded()).containsExactly("halt-signed");
    assertThat(scenario.planned()).isEmpty();
  }

  @Test
  void givenSignatureIsLate_whenTimePasses_thenTheSameDocumentIsAskedForAgain() {
    signing();
    RingsDocument first = scenario.planned().getFirst();
    assertThat(scenario.effects).endsWith(new Effect.ScheduleAt(scenario.now.plus(PATIENCE)));

    assertThat(scenario.pass(PATIENCE.minusSeconds(1)).planned()).isEmpty();
    assertThat(scenario.pass(Duration.ofSeconds(1)).planned()).containsExactly(first);
    assertThat(scenario.recorded()).isEmpty();
    assertThat(scenario.pass(PATIENCE).planned()).containsExactly(first);

    assertThat(scenario.signed().announced()).containsExactly("canary");
  }

  @Test
  void givenPausedHaltedOrFinishingIsNotSigned_whenTimePasses_thenAskedForAgainUntilSigned() {
    admitting();
    scenario.order(1, Order.PAUSE).pass(PATIENCE);
    assertThat(next("canary").state()).isEqualTo(NextState.PAUSED);
    scenario.order(1, Order.HALT).pass(PATIENCE);
    assertThat(next("canary").state()).isEqualTo(NextState.HALTED);
    assertThat(scenario.signed().pass(PATIENCE).planned()).isEmpty();

    scenario.release(2, policy()).deltas(2).signed().counts(closed(0), closed(0)).pass(PATIENCE);

    assertThat(ring("broad").current()).isEqualTo(release(2));
    assertThat(scenario.signed().stage()).isInstanceOf(Stage.Completed.class);
    assertThat(scenario.pass(PATIENCE).planned()).isEmpty();
  }

  @Test
  void givenHaltIsNotSigned_whenOrderedAgain_thenRingsAreToldAndAskedForAgain() {
    admitting();
    scenario.order(1, Order.HALT);
    assertThat(reason()).isEqualTo("because (ada) – not signed yet");

    scenario.order(1, Order.HALT);

    assertThat(scenario.halted()).containsExactly("canary");
    assertThat(scenario.planned()).singleElement().matches(d -> d.sequence() == 2);
    assertThat(scenario.signed().recorded()).containsExactly("halt-signed");
    assertThat(reason()).isEqualTo("because (ada)");
    assertThat(scenario.order(1, Order.HALT).ignored).contains("it is halted");
  }

  @Test
  void givenPauseIsNotSigned_whenOrderedAgain_thenAskedForAgain() {
    admitting();
    scenario.order(1, Order.PAUSE);

    scenario.order(1, Order.PAUSE);

    assertThat(scenario.planned()).singleElement().matches(d -> d.sequence() == 2);
    scenario.signed();
    assertThat(scenario.recorded()).containsExactly("pause-signed");
    assertThat(scenario.order(1, Order.PAUSE).ignored).contains("it is paused");
  }

  @Test
  void givenFinishing_whenRingsAreSigned_thenReleaseIsCurrent() {
    admitting();
    scenario.counts(all(2), closed(4)).pass(SOAK).signed();
    scenario.counts(all(2), new RingCounts(4, 2, 2, 0, 0)).pass(SOAK).signed();
    scenario.counts(all(2), all(4)).pass(SOAK);
    assertThat(scenario.stage()).isInstanceOf(Stage.Finishing.class);

    scenario.signed();

    assertThat(scenario.stage()).isInstanceOf(Stage.Completed.class);
    assertThat(scenario.state.current()).isEqualTo(release(1));
    assertThat(scenario.recorded()).containsExactly("completed");
    assertThat(scenario.announced()).isEmpty();
  }

  @Test
  void givenFinishing_whenPaused_thenIgnored() {
    admitting();
    scenario.counts(closed(0), closed(0));

    assertThat(scenario.order(1, Order.PAUSE).ignored).contains("cannot pause");
  }

  @Test
  void givenCountsChange_whenLastRecordIsFresh_thenProgressFollowsLater() {
    admitting();

    scenario.counts(open(3), closed(10));
    assertThat(scenario.recorded()).isEmpty();
    scenario.pass(ProductRollouts.PROGRESS_INTERVAL);

    assertThat(scenario.recorded()).isEqualTo(List.of("progress"));
  }

  @Test
  void givenAnnouncedWave_whenNothingIsCountedYet_thenSaysThatNobodyIsAdmitted() {
    admitting();

    assertThat(reason()).isEqualTo("ring canary: waiting: no device is admitted yet");
  }

  private String reason() {
    return Snapshots.of(scenario.rollout(), scenario.now).reason();
  }

  private void signing() {
    scenario.release(1, policy()).deltas(1);
  }

  private void admitting() {
    admitting(policy());
  }

  private void admitting(RolloutPolicy policy) {
    scenario.release(1, policy);
    if (scenario.stage() instanceof Stage.WaitingForDeltas) {
      scenario.deltas(1);
    }
    scenario.signed();
  }

  /// The second ring has to be approved.
  private static RolloutPolicy withApproval() {
    RolloutPolicy plain = policy(StartMode.AUTOMATIC, FailureAction.PAUSE, Duration.ZERO, SOAK);
    return of(plain, plain.rings().getFirst(), TestRings.withApproval(plain.rings().getLast()));
  }

  private static RolloutPolicy withApprovalOfTheFirst() {
    RolloutPolicy plain = policy(StartMode.AUTOMATIC, FailureAction.PAUSE, Duration.ZERO, SOAK);
    return of(plain, TestRings.withApproval(plain.rings().getFirst()), plain.rings().getLast());
  }

  private static RolloutPolicy of(RolloutPolicy plain, RingPolicy first, RingPolicy last) {
    return new RolloutPolicy(
        List.of(first, last), plain.deltaWait(), plain.start(), plain.onFailure());
  }

  private static RolloutPolicy manual() {
    return policy(StartMode.MANUAL, FailureAction.PAUSE, DELTA_WAIT, SOAK);
  }

  private Ring ring(String name) {
    return scenario.planned().getLast().findRing(name).orElseThrow();
  }

  private NextRelease next(String name) {
    return ring(name).findNext().orElseThrow();
  }
}
