package dev.sluice.rollout.plan;

import dev.sluice.events.command.Order;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.rollout.Effect;
import dev.sluice.rollout.ProductRollouts;
import dev.sluice.rollout.Rollout;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.RolloutMachine;
import dev.sluice.rollout.Stage;
import dev.sluice.rollout.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The real rollout machine with one rollout in it, and people who start and approve at once.
final class DrivenMachine {
  private static final String BY = "plan";

  /// Most that it asks in a row: for its start, and for the approval of the first ring.
  private static final int QUESTIONS_LIMIT = 2;

  private final RolloutId rollout;
  private ProductRollouts state;

  DrivenMachine(RolloutId rollout) {
    this.rollout = rollout;
    this.state = ProductRollouts.initial(rollout.product());
  }

  /// The first document that the machine plans for a release.
  static RingsDocument firstDocument(
      RolloutId rollout, RolloutEvent.ReleaseSigned signed, Instant now) {
    return new DrivenMachine(rollout)
        .begin(signed, true, now).stream()
            .filter(Effect.PlanRings.class::isInstance)
            .map(effect -> ((Effect.PlanRings) effect).event().document())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("rollout " + rollout + " plans nothing"));
  }

  /// Gives it the release.
  ///
  /// @param hasDeltas whether its patches are complete
  List<Effect> begin(RolloutEvent.ReleaseSigned signed, boolean hasDeltas, Instant now) {
    List<Effect> effects = new ArrayList<>(take(signed, now));
    if (hasDeltas) {
      effects.addAll(take(new RolloutEvent.DeltasSigned(rollout.counter(), true), now));
    }
    return effects;
  }

  /// Gives it an event, and what people say to whatever it then asks.
  ///
  /// @return what is to be done, in order
  List<Effect> take(RolloutEvent event, Instant now) {
    List<Effect> effects = new ArrayList<>(step(event, now));
    Optional<RolloutEvent> answer = stage().flatMap(this::answer);
    for (int asked = 0; asked < QUESTIONS_LIMIT && answer.isPresent(); asked++) {
      effects.addAll(step(answer.get(), now));
      answer = stage().flatMap(this::answer);
    }
    return effects;
  }

  private List<Effect> step(RolloutEvent event, Instant now) {
    Transition transition = RolloutMachine.step(state, event, now);
    state = transition.state();
    return switch (transition) {
      case Transition.Applied(_, var effects) -> effects;
      case Transition.Ignored _ -> List.of();
    };
  }

  private Optional<RolloutEvent> answer(Stage stage) {
    return switch (stage) {
      case Stage.WaitingForStart() ->
          Optional.of(new RolloutEvent.Ordered(rollout, Order.START, BY, ""));
      case Stage.WaitingForApproval(var next) ->
          Optional.of(
              new RolloutEvent.Approved(
                  rollout, active().policy().rings().get(next.ring()).name(), BY, ""));
      case Stage.WaitingForDeltas _,
          Stage.Signing _,
          Stage.Admitting _,
          Stage.Soaking _,
          Stage.Paused _,
          Stage.Halted _,
          Stage.Finishing _,
          Stage.Completed _ ->
          Optional.empty();
    };
  }

  /// Where the rollout stands, also while it waits for its start.
  Optional<Stage> stage() {
    return state.find(rollout).map(Rollout::stage);
  }

  /// The rollout, once it has begun.
  Rollout active() {
    return state.findActive().orElseThrow();
  }
}
