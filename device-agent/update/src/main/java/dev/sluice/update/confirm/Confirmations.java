package dev.sluice.update.confirm;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.memory.Earlier;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.turn.Turn;
import java.time.Instant;

/// What a device says of one outcome: of which release, in which rollout, why and when.
final class Confirmations {
  private Confirmations() {}

  /// A confirmation of a plan's release.
  static Confirmation of(Turn turn, Plan plan, Outcome outcome, OutcomeReason reason) {
    return of(
        turn,
        plan.release(),
        plan.counter(),
        plan.rollout(),
        plan.attempt(),
        plan.artifact().digest(),
        outcome,
        plan.isOnTheWay() ? naming(plan.release(), reason) : reason);
  }

  /// A confirmation of a release whose artifact is not known: the manifest's digest stands for it.
  static Confirmation of(Turn turn, Choice choice, Outcome outcome, OutcomeReason reason) {
    return of(
        turn,
        choice.release().release(),
        choice.release().counter(),
        choice.rollout(),
        choice.attempt(),
        choice.release().manifest(),
        outcome,
        choice.isOnTheWay() ? naming(choice.release().release(), reason) : reason);
  }

  /// A confirmation of the release that ran until somebody put back the one before it.
  static Confirmation of(
      Turn turn,
      Installed.Release gone,
      Earlier.Replaced back,
      Outcome outcome,
      OutcomeReason reason) {
    return of(
        turn,
        gone.release(),
        gone.counter(),
        back.rollout(),
        back.attempt(),
        gone.artifact(),
        outcome,
        gone.counter() < back.rollout().counter() ? naming(gone.release(), reason) : reason);
  }

  /// The rollout's counts do not say at which release a device failed.
  private static OutcomeReason naming(ReleaseId floor, OutcomeReason reason) {
    return reason.withText("floor release %s: %s".formatted(floor.version(), reason.text()));
  }

  private static Confirmation of(
      Turn turn,
      ReleaseId release,
      long counter,
      RolloutId rollout,
      int attempt,
      Digest artifact,
      Outcome outcome,
      OutcomeReason reason) {
    return new Confirmation(
        turn.settings().device(),
        turn.settings().epoch(),
        release,
        counter,
        rollout,
        attempt,
        artifact,
        outcome,
        reason.withText(Ending.cut(reason.text())),
        time(turn));
  }

  /// Outcomes of one device are ordered by their time: a clock that was set back must not make a
  /// success older than the failure before it.
  private static Instant time(Turn turn) {
    Instant now = turn.agentTime();
    return switch (turn.memory().outcome()) {
      case Outcomes.Latest(var before) when !now.isAfter(before.at()) -> before.at().plusMillis(1);
      case Outcomes.Latest _, Outcomes.Nothing _ -> now;
    };
  }

  /// Whether a device has said the same last: what repeats itself is told once.
  static boolean isRepetition(UpdateMemory memory, Confirmation confirmation) {
    return memory.outcome() instanceof Outcomes.Latest(Confirmation told)
        && told.confirmationKey().equals(confirmation.confirmationKey())
        && told.release().equals(confirmation.release());
  }
}
