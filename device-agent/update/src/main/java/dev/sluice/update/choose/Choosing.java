package dev.sluice.update.choose;

import dev.sluice.events.confirmation.OutcomeReason.Code;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.confirm.Tracing;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Turn;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Follows from a rings document what the device does next.
public final class Choosing {
  private Choosing() {}

  /// The step begins. It ends at once.
  public static <P> Move<P> begin(Turn turn, Next.ToChoose why) {
    return switch (why) {
      case Next.Decide(var document) -> decide(turn, document);
      case Next.Choose(var document) -> choose(turn, document);
      case Next.Leave(var reason) -> leave(turn, reason);
    };
  }

  private static <P> Move<P> decide(Turn turn, RingsDocument document) {
    if (!document.product().equals(turn.settings().product())) {
      return turn.log(
              Severity.WARN,
              "refresh refused",
              "reason",
              "rings document: product must be " + turn.settings().product())
          .rest();
    }
    Optional<Ring> ring = ringOf(turn, document);
    Turn read =
        turn.withSync(
            turn.sync()
                .read(
                    turn.known().timestampVersion(),
                    ring.map(Ring::name).orElse(""),
                    document.sequence()));
    Turn held =
        read.rememberIfNew(
            read.memory().withHolding(read.memory().holding().afterReading(document.sequence())));
    return ring.<Move<P>>map(of -> held.go(new Next.FollowFlags(document, of.flagsOff())))
        .orElseGet(() -> leave(held, "the device is in no ring"));
  }

  private static Optional<Ring> ringOf(Turn turn, RingsDocument document) {
    return RingMembership.ringOf(document, turn.settings().device(), turn.settings().attributes());
  }

  /// Decides by a rings document in which the device has a ring.
  private static <P> Move<P> choose(Turn turn, RingsDocument document) {
    Ring ring = ringOf(turn, document).orElseThrow();
    return switch (Decision.of(document, ring, turn.settings(), turn.memory(), turn.agentTime())) {
      case Decision.Stay(var reason) -> leave(turn, reason);
      case Decision.StartLater(var rollout, var attempt, var at) ->
          startLater(turn, rollout, attempt, at);
      case Decision.Hold(var rollout, var attempt) ->
          Telling.waits(turn, rollout, attempt, "the rollout was announced as halted")
              .log(Severity.INFO, "holding a halted rollout", "rollout", rollout.toString())
              .rest();
      case Decision.Refuse(var choice, var detail) ->
          Ending.refused(Tracing.begin(turn, choice.rollout()), choice, Code.BELOW_FLOOR, detail);
      case Decision.Take(var choice) -> take(turn, choice);
    };
  }

  private static <P> Move<P> startLater(Turn turn, RolloutId rollout, int attempt, Instant at) {
    Turn told = Telling.note(Tracing.begin(turn, rollout), rollout, attempt, new Progress.Told());
    Turn waiting =
        Telling.waits(told, rollout, attempt, "its place in the wave's window comes at " + at);
    return waiting
        .rememberIfNew(waiting.memory().withJob(new Job.Scheduled(rollout, at)))
        .log(Severity.INFO, "start scheduled", "rollout", rollout.toString(), "at", at.toString())
        .restUntil(at);
  }

  /// A device that has the release whole and waits for a window spares itself the reading of what
  /// it has.
  private static <P> Move<P> take(Turn turn, Choice choice) {
    Turn told =
        Telling.note(
            Tracing.begin(turn, choice.rollout()),
            choice.rollout(),
            choice.attempt(),
            new Progress.Told());
    Optional<Plan> ready = told.memory().job().findReady().filter(plan -> plan.isOf(choice));
    if (ready.isEmpty()) {
      return told.go(new Next.ReadManifest(choice));
    }
    Plan plan = ready.get().withSchedule(choice.schedule());
    Turn rescheduled =
        told.rememberIfNew(told.memory().withJob(told.memory().job().withReady(plan)));
    return Maintenance.findOpening(rescheduled, plan)
        .map(opening -> Maintenance.<P>await(rescheduled, plan, opening))
        .orElseGet(() -> rescheduled.go(new Next.ReadManifest(choice)));
  }

  private static <P> Move<P> leave(Turn turn, String reason) {
    Turn logged = turn.log(Severity.INFO, "nothing to install", "reason", reason);
    return logged
        .rememberIfNew(logged.memory().withJob(new Job.Nothing()))
        .with(new Effect.KeepDownloads(Set.of()))
        .rest();
  }
}
