package dev.sluice.rollout;

import static dev.sluice.rollout.Scenario.DELTA_WAIT;
import static dev.sluice.rollout.Scenario.SOAK;
import static dev.sluice.rollout.Scenario.all;
import static dev.sluice.rollout.Scenario.closed;
import static dev.sluice.rollout.Scenario.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.events.command.Order;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each order of a person does in each stage, as the table of [RolloutMachine] says.
class OrdersInEveryStageTest {
  private static final String IGNORED = "-";
  private static final String GONE = "gone";

  private final Scenario scenario = new Scenario();

  /// A stage, how it is reached, and to which stage each order leads.
  record Row(
      String stage,
      Consumer<Scenario> reach,
      String start,
      String pause,
      String resume,
      String halt,
      String approve) {
    @Override
    public String toString() {
      return stage;
    }
  }

  static List<Row> rows() {
    return List.of(
        row("waiting for its start", s -> s.release(1, manual()), "WaitingForDeltas - - gone -"),
        row("waiting for patches", s -> s.release(1, policy()), "- Paused - Halted -"),
        row("waiting for approval of the first ring", approval(0), "- Paused - Halted Signing"),
        row("waiting for approval of the second", secondApproval(), "- Paused - Halted Signing"),
        row("signing", s -> begun(s), "- Paused - Halted -"),
        row("admitting", s -> begun(s).signed(), "- Paused - Halted -"),
        row("soaking", s -> soaking(s), "- Paused - Halted -"),
        row(
            "paused before the first wave",
            s -> s.release(1, policy()).order(1, Order.PAUSE),
            "- - WaitingForDeltas Halted -"),
        row("paused, not signed", s -> begun(s).order(1, Order.PAUSE), "- Paused Signing Halted -"),
        row("paused", s -> begun(s).order(1, Order.PAUSE).signed(), "- - Signing Halted -"),
        row("halted, not signed", s -> begun(s).order(1, Order.HALT), "- - - Halted -"),
        row("halted", s -> begun(s).order(1, Order.HALT).signed(), "- - - - -"),
        row("finishing", s -> soaking(s).pass(SOAK), "- - - Halted -"),
        row("completed", s -> soaking(s).pass(SOAK).signed(), "- - - - -"),
        row(
            "completed, not signed",
            s -> soaking(s).pass(SOAK).signed().hold("bad-board", "hardware = 'b'"),
            "- - - - -"));
  }

  private static Row row(String stage, Consumer<Scenario> reach, String orders) {
    String[] to = orders.split(" ", -1);
    return new Row(stage, reach, to[0], to[1], to[2], to[3], to[4]);
  }

  private static RolloutPolicy manual() {
    return policy(StartMode.MANUAL, FailureAction.PAUSE, DELTA_WAIT, SOAK);
  }

  @CanIgnoreReturnValue
  private static Scenario begun(Scenario scenario) {
    return scenario.release(1, policy()).deltas(1);
  }

  /// The other ring has no devices.
  @CanIgnoreReturnValue
  private static Scenario soaking(Scenario scenario) {
    return begun(scenario).signed().counts(all(3), closed(0));
  }

  private static Consumer<Scenario> approval(int ring) {
    RolloutPolicy plain = policy();
    var rings =
        IntStream.range(0, plain.rings().size())
            .mapToObj(
                i ->
                    i == ring ? TestRings.withApproval(plain.rings().get(i)) : plain.rings().get(i))
            .toList();
    var policy = new RolloutPolicy(rings, plain.deltaWait(), plain.start(), plain.onFailure());
    return scenario -> scenario.release(1, policy).deltas(1);
  }

  private static Consumer<Scenario> secondApproval() {
    return approval(1).andThen(scenario -> scenario.signed().counts(all(3), closed(10)).pass(SOAK));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenStage_whenStarted_thenAsTheTableSays(Row row) {
    row.reach().accept(scenario);

    assertThat(after(scenario.order(1, Order.START))).isEqualTo(row.start());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenStage_whenPaused_thenAsTheTableSays(Row row) {
    row.reach().accept(scenario);

    assertThat(after(scenario.order(1, Order.PAUSE))).isEqualTo(row.pause());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenStage_whenResumed_thenAsTheTableSays(Row row) {
    row.reach().accept(scenario);

    assertThat(after(scenario.order(1, Order.RESUME))).isEqualTo(row.resume());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenStage_whenHalted_thenAsTheTableSays(Row row) {
    row.reach().accept(scenario);

    assertThat(after(scenario.order(1, Order.HALT))).isEqualTo(row.halt());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenStage_whenARingIsApproved_thenAsTheTableSays(Row row) {
    row.reach().accept(scenario);
    String ring =
        scenario.state.findActive().map(Rollout::stage).orElse(new Stage.WaitingForStart())
                instanceof Stage.WaitingForApproval(var next)
            ? scenario.rollout().policy().rings().get(next.ring()).name()
            : "canary";

    assertThat(after(scenario.approve(1, ring))).isEqualTo(row.approve());
  }

  private static String after(Scenario scenario) {
    if (!scenario.ignored.isEmpty()) {
      return IGNORED;
    }
    return scenario
        .state
        .find(Scenario.id(1))
        .map(rollout -> rollout.stage().getClass().getSimpleName())
        .orElse(GONE);
  }
}
