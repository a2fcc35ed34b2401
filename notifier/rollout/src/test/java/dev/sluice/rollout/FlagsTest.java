package dev.sluice.rollout;

import static dev.sluice.rollout.Scenario.all;
import static dev.sluice.rollout.Scenario.closed;
import static dev.sluice.rollout.Scenario.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.command.Order;
import dev.sluice.events.flag.FlagSwitch;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.flags.FlagName;
import dev.sluice.rollout.count.RingCounts;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/// Rows of the transition table about flags.
class FlagsTest {
  private static final RingCounts SOME = new RingCounts(10, 10, 2, 0, 0);

  private final Scenario scenario = new Scenario();

  private RingsDocument document() {
    return scenario.planned().getLast();
  }

  private static List<String> off(RingsDocument document, String ring) {
    return document.findRing(ring).orElseThrow().flagsOff().stream().map(FlagName::value).toList();
  }

  private void admitting() {
    scenario.release(1, policy()).deltas(1).signed().counts(SOME, closed(20));
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
  }

  private void completed() {
    scenario.release(1, policy()).deltas(1).signed();
    scenario.counts(all(10), closed(0)).pass(Scenario.SOAK).signed();
    assertThat(scenario.stage()).isInstanceOf(Stage.Completed.class);
  }

  private void requireSwitched(String ring, boolean isSigned) {
    assertThat(scenario.state.flags())
        .extracting(FlagSwitch::ring, FlagSwitch::signed)
        .containsExactly(Tuple.tuple(ring, isSigned));
  }

  @Test
  void givenNothingPlanned_whenSwitchedOff_thenTheFirstDocumentSaysIt() {
    assertThat(scenario.flag("canary", "cart", true).planned()).isEmpty();

    scenario.release(1, policy()).deltas(1);

    assertThat(off(document(), "canary")).containsExactly("cart");
    assertThat(off(document(), "broad")).isEmpty();
    requireSwitched("canary", false);
    scenario.signed();
    requireSwitched("canary", true);
  }

  @Test
  void givenCompleted_whenSwitchedOff_thenIsPlannedAtOnceAndOnlyItsRingIsToldOnceItIsSigned() {
    completed();
    long before = scenario.state.sequence();

    scenario.flag("broad", "cart", true);

    assertThat(document().sequence()).isEqualTo(before + 1);
    assertThat(document().findRing("broad").flatMap(Ring::findCurrent))
        .contains(Scenario.release(1));
    assertThat(off(document(), "broad")).containsExactly("cart");
    assertThat(off(document(), "canary")).isEmpty();
    assertThat(scenario.recorded()).containsExactly("flag-off");
    requireSwitched("broad", false);
    assertThat(scenario.signed(before).announced()).isEmpty();
    assertThat(scenario.signed().announced()).containsExactly("broad");
    assertThat(scenario.effects)
        .filteredOn(Effect.AnnounceWave.class::isInstance)
        .allMatch(effect -> ((Effect.AnnounceWave) effect).event().wave() == WaveAnnounced.NO_WAVE);
    assertThat(scenario.recorded()).containsExactly("flags-signed");
    requireSwitched("broad", true);
    assertThat(scenario.stage()).isInstanceOf(Stage.Completed.class);
  }

  @Test
  void givenFlagThatIsOff_whenSwitchedOn_thenItIsGoneOnceThatIsSigned() {
    completed();
    scenario.flag("canary", "cart", true).signed().flag("canary", "cart", false);

    assertThat(off(document(), "canary")).isEmpty();
    requireSwitched("canary", false);
    assertThat(scenario.signed().announced()).containsExactly("canary");
    assertThat(scenario.state.flags()).isEmpty();
  }

  @Test
  void givenSoak_whenSwitchedOff_thenTheSoakGoesOn() {
    scenario.release(1, policy()).deltas(1).signed().counts(all(10), closed(20));
    Stage soaking = scenario.stage();
    assertThat(soaking).isInstanceOf(Stage.Soaking.class);

    scenario.flag("canary", "cart", true).signed();

    assertThat(scenario.stage()).isEqualTo(soaking);
    scenario.pass(Scenario.SOAK);
    assertThat(scenario.stage()).isInstanceOf(Stage.Signing.class);
    assertThat(off(document(), "canary")).containsExactly("cart");
  }

  @Test
  void givenWaveUnderWay_whenSwitchedOff_thenCountsUnderEitherDocumentMoveIt() {
    admitting();
    long before = scenario.state.sequence();

    scenario.flag("canary", "cart", true).step(scenario.report(before, all(10), closed(20)));

    assertThat(scenario.stage()).isInstanceOf(Stage.Soaking.class);
  }

  @Test
  void givenWaveBeingSigned_whenOrdersFollowEachOther_thenTheLastDocumentSaysAllAndAllAreTold() {
    scenario.release(1, policy()).deltas(1);
    long wave = scenario.state.sequence();

    scenario.flag("canary", "cart", true).flag("broad", "search", true);
    scenario.flag("canary", "search", true);

    assertThat(scenario.state.sequence()).isEqualTo(wave + 3);
    assertThat(off(document(), "canary")).containsExactly("cart", "search");
    assertThat(off(document(), "broad")).containsExactly("search");
    assertThat(scenario.signed(wave + 1).announced()).containsExactly("canary");
    assertThat(scenario.stage()).isInstanceOf(Stage.Signing.class);
    assertThat(scenario.signed(wave + 3).announced()).containsExactlyInAnyOrder("canary", "broad");
    assertThat(scenario.stage()).isInstanceOf(Stage.Admitting.class);
    assertThat(scenario.state.flags()).hasSize(3).allMatch(FlagSwitch::signed);
  }

  @Test
  void givenPausedAndHalted_whenSwitched_thenStayAsTheyAre() {
    admitting();
    scenario.order(1, Order.PAUSE).signed().flag("canary", "cart", true);

    assertThat(document().rings().getFirst().findNext().orElseThrow().state())
        .isEqualTo(NextState.PAUSED);
    assertThat(scenario.signed().stage())
        .isInstanceOfSatisfying(Stage.Paused.class, paused -> assertThat(paused.signed()).isTrue());
    scenario.order(1, Order.HALT).flag("canary", "cart", false);
    assertThat(document().rings().getFirst().findNext().orElseThrow().state())
        .isEqualTo(NextState.HALTED);
    assertThat(scenario.signed().announced()).containsExactly("canary");
    assertThat(scenario.stage())
        .isInstanceOfSatisfying(Stage.Halted.class, halted -> assertThat(halted.signed()).isTrue());
    assertThat(scenario.state.flags()).isEmpty();
  }

  @Test
  void givenOrderThatIsNotSigned_whenAMinuteHasPassed_thenIsPlannedAgain() {
    completed();
    scenario.flag("canary", "cart", true);
    long first = scenario.state.sequence();
    assertThat(scenario.effects)
        .contains(new Effect.ScheduleAt(scenario.now.plus(ProductRollouts.ASK_AGAIN_INTERVAL)));

    scenario.pass(ProductRollouts.ASK_AGAIN_INTERVAL);

    assertThat(document().sequence()).isEqualTo(first + 1);
    assertThat(off(document(), "canary")).containsExactly("cart");
    assertThat(scenario.signed(first).announced()).containsExactly("canary");
  }

  @Test
  void givenSignerThatIsAhead_whenItRefuses_thenIsPlannedAboveAndNotTakenAsSigned() {
    completed();
    scenario.flag("canary", "cart", true);
    long refused = scenario.state.sequence();

    scenario.step(new RolloutEvent.RingsRefused(refused, refused + 4));

    assertThat(document().sequence()).isEqualTo(refused + 5);
    assertThat(off(document(), "canary")).containsExactly("cart");
    assertThat(scenario.signed(refused + 4).ignored).contains("nobody waits");
    assertThat(scenario.signed(refused + 5).announced()).containsExactly("canary");
  }

  @Test
  void givenNewRelease_whenAFlagIsOff_thenItStaysOff() {
    completed();
    scenario.flag("canary", "cart", true).signed();

    scenario.release(2, policy()).deltas(2);

    assertThat(off(document(), "canary")).containsExactly("cart");
  }

  @Test
  void givenOrderThatChangesNothing_whenGiven_thenIgnored() {
    completed();
    assertThat(scenario.flag("canary", "cart", false).ignored).contains("is on already");
    scenario.flag("canary", "cart", true);

    assertThat(scenario.flag("canary", "cart", true).ignored).contains("is off already");
    for (int i = 1; i < Ring.MAX_FLAGS_OFF; i++) {
      scenario.flag("canary", "flag-" + i, true);
    }
    assertThat(scenario.flag("canary", "more", true).ignored).contains("has 20 flags off");
    assertThat(scenario.flag("broad", "more", true).ignored).isEmpty();
  }

  @Test
  void givenFlags_whenTheStateIsKeptAndRead_thenTheyAreStillThere() throws Exception {
    completed();
    scenario.flag("canary", "cart", true).signed().flag("broad", "search", true);

    assertThat(RolloutsCodec.decode(RolloutsCodec.encode(scenario.state)))
        .isEqualTo(scenario.state);
  }
}
