package dev.sluice.rollout;

import static dev.sluice.rollout.Scenario.all;
import static dev.sluice.rollout.Scenario.closed;
import static dev.sluice.rollout.Scenario.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Order;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.policy.RolloutPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Rows of the transition table about safeguard holds.
class SafeguardTest {
  private static final RingCounts SOME = new RingCounts(10, 10, 2, 0, 0);

  private final Scenario scenario = new Scenario();

  private RingsDocument document() {
    return scenario.planned().getLast();
  }

  private List<String> names() {
    return document().safeguards().holds().stream().map(SafeguardHold::name).toList();
  }

  private void admitting() {
    scenario.release(1, policy()).deltas(1).signed().counts(SOME, closed(20));
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
  }

  @Test
  void givenNothingPlanned_whenHeld_thenTheFirstDocumentSaysIt() {
    assertThat(scenario.hold("bad-board", "hardware = 'b'").planned()).isEmpty();

    scenario.release(1, policy()).deltas(1);

    assertThat(names()).containsExactly("bad-board");
    assertThat(document().sequence()).isEqualTo(1);
  }

  @Test
  void givenWaveUnderWay_whenHeld_thenGoesOnInItAndTellsItsRing() {
    admitting();
    long before = scenario.state.sequence();

    scenario.hold("bad-board", "hardware = 'b'");

    assertThat(scenario.recorded()).containsExactly("safeguard-added");
    assertThat(scenario.stage()).isInstanceOf(Stage.Signing.class);
    assertThat(document().sequence()).isEqualTo(before + 1);
    assertThat(scenario.signed().announced()).containsExactly("canary");
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
    // Only counts under the new document move it, and those leave out who is kept out.
    scenario.step(scenario.report(before, all(10), closed(20)));
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
    scenario.counts(new RingCounts(10, 8, 8, 0, 0), closed(20));
    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
  }

  @Test
  void givenHoldOfTheSameName_whenHeldAgain_thenNothingHappens() {
    admitting();
    scenario.hold("bad-board", "hardware = 'b'");

    assertThat(scenario.hold("bad-board", "hardware = 'c'").ignored).contains("there is one");
    assertThat(scenario.lift("other").ignored).contains("there is none");
  }

  @Test
  void givenTooManyHolds_whenOneMoreIsOrdered_thenIgnored() {
    for (int i = 0; i < Safeguards.MAX_HOLDS; i++) {
      scenario.hold("hold-" + i, "hardware = 'b'");
    }

    assertThat(scenario.hold("one-more", "hardware = 'b'").ignored).contains("has 20 holds");
  }

  @Test
  void givenWaveWhoseDevicesAreLate_whenAHoldIsLifted_thenItsDevicesHaveTheirWholeTime() {
    admitting();
    scenario.hold("bad-board", "hardware = 'b'").signed();
    scenario.now = scenario.now.plus(Scenario.SILENT_AFTER);

    scenario.lift("bad-board").signed().counts(SOME, closed(20));

    assertThat(scenario.state.safeguards()).isEmpty();
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
    assertThat(scenario.pass(Scenario.SILENT_AFTER.minusSeconds(1)).stage())
        .isInstanceOf(Stage.Admitting.class);
    assertThat(scenario.pass(Duration.ofSeconds(2)).stage()).isInstanceOf(Stage.Paused.class);
  }

  @Test
  void givenPausedAndHalted_whenHeld_thenStayAsTheyAreUntilSignedAgain() {
    admitting();
    scenario.order(1, Order.PAUSE).signed().hold("one", "hardware = 'b'");

    assertThat(scenario.stage())
        .isInstanceOfSatisfying(
            Stage.Paused.class, paused -> assertThat(paused.signed()).isFalse());
    assertThat(document().rings().getFirst().findNext().orElseThrow().state())
        .isEqualTo(NextState.PAUSED);
    scenario.signed().order(1, Order.HALT).signed().lift("one");
    assertThat(scenario.stage())
        .isInstanceOfSatisfying(
            Stage.Halted.class, halted -> assertThat(halted.signed()).isFalse());
    assertThat(names()).isEmpty();
  }

  private void completed() {
    scenario.release(1, policy()).deltas(1).signed();
    scenario.counts(all(10), closed(0)).pass(Scenario.SOAK).signed();
    assertThat(scenario.stage()).isInstanceOf(Stage.Completed.class);
  }

  @Test
  void givenCompleted_whenHeldAndLifted_thenTheStandingDocumentSaysSoAndRingsAreTold() {
    completed();

    scenario.hold("bad-board", "hardware = 'b'");

    assertThat(names()).containsExactly("bad-board");
    assertThat(document().rings().getFirst().findCurrent()).contains(Scenario.release(1));
    assertThat(shown().state()).isEqualTo("completed");
    assertThat(shown().reason()).contains("not signed yet");
    assertThat(scenario.signed().announced()).containsExactly("canary");
    assertThat(scenario.recorded()).containsExactly("safeguards-signed");
    assertThat(scenario.stage()).isInstanceOf(Stage.Completed.class);
    assertThat(shown().reason()).isEmpty();
    scenario.lift("bad-board");
    assertThat(names()).isEmpty();
  }

  private RolloutSnapshot shown() {
    return Snapshots.of(scenario.rollout(), scenario.now);
  }

  @Test
  void givenCompletedAndHeld_whenHaltedPausedOrWithdrawn_thenItStaysCompleted() {
    completed();
    scenario.hold("bad-board", "hardware = 'b'");

    assertThat(scenario.order(1, Order.HALT).ignored).contains("it is completed");
    assertThat(scenario.order(1, Order.PAUSE).ignored).contains("it is completed");
    scenario.step(new RolloutEvent.Withdrawn(Scenario.id(1), "smoke"));

    assertThat(scenario.recorded()).isEmpty();
    assertThat(scenario.halted()).isEmpty();
    assertThat(scenario.signed().recorded()).containsExactly("safeguards-signed");
  }

  @Test
  void givenCompletedAndHeld_whenTheDocumentIsLateOrRefused_thenItIsAskedForAgain() {
    completed();
    scenario.hold("bad-board", "hardware = 'b'");
    RingsDocument asked = document();

    assertThat(scenario.pass(ProductRollouts.ASK_AGAIN_INTERVAL).planned()).containsExactly(asked);
    scenario.step(new RolloutEvent.RingsRefused(asked.sequence(), asked.sequence() + 5));

    assertThat(document().sequence()).isEqualTo(asked.sequence() + 6);
    assertThat(names()).containsExactly("bad-board");
    assertThat(scenario.signed().recorded()).containsExactly("safeguards-signed");
  }

  @Test
  void givenCompletedAndHeld_whenTheNextIsReleased_thenTheCompletedOneIsNotSuperseded() {
    completed();
    scenario.hold("bad-board", "hardware = 'b'");

    scenario.release(2, policy());

    assertThat(scenario.recorded()).containsExactly("created");
  }

  @Test
  void givenWaitForApprovalAfterARingWithASilentDevice_whenHeld_thenItLeadsThereAgain() {
    scenario.release(1, policyWithApproval()).deltas(1).signed();
    scenario.counts(new RingCounts(10, 10, 9, 0, 0), closed(20));
    scenario.pass(Scenario.SILENT_AFTER).pass(Scenario.SOAK);
    assertThat(scenario.stage()).isInstanceOf(Stage.WaitingForApproval.class);

    scenario.hold("bad-board", "hardware = 'b'").signed();
    scenario.counts(new RingCounts(10, 10, 9, 0, 0), closed(20));

    assertThat(scenario.stage()).isInstanceOf(Stage.WaitingForApproval.class);
  }

  private static RolloutPolicy policyWithApproval() {
    RolloutPolicy plain = policy();
    return new RolloutPolicy(
        List.of(plain.rings().getFirst(), TestRings.withApproval(plain.rings().getLast())),
        plain.deltaWait(),
        plain.start(),
        plain.onFailure());
  }

  @Test
  void givenHeldDevices_whenShown_thenTheRingAndItsWaitSayHowManyAndByWhichHold() throws Exception {
    admitting();
    scenario.hold("bad-board", "hardware = 'b'").signed();
    var held = new HeldDevices(new TreeMap<>(Map.of("bad-board", 2L)));
    var canary =
        new RingReport(new RingCounts(10, 8, 2, 0, 0), FailureCauses.NONE, RingTimes.NONE, held);

    scenario.step(
        new RolloutEvent.CountsChanged(
            new PartitionReport(0, 1, scenario.state.sequence(), 99, Map.of("canary", canary))));

    assertThat(shown().reason())
        .startsWith("ring canary: waiting: 2 of 8 confirmed")
        .endsWith("; 2 held by bad-board");
    assertThat(shown().rings().getFirst().held()).isEqualTo(held);
    assertThat(RolloutsCodec.decode(RolloutsCodec.encode(scenario.state)))
        .isEqualTo(scenario.state);
  }

  @Test
  void givenHold_whenTheStateIsKeptAndRead_thenItIsStillThere() throws Exception {
    admitting();
    scenario.hold("bad-board", "hardware = 'b' AND version < '2.0'");

    assertThat(RolloutsCodec.decode(RolloutsCodec.encode(scenario.state)))
        .isEqualTo(scenario.state);
  }
}
