package dev.sluice.update.flags;

import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.Installer;
import dev.sluice.release.flags.FlagName;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.flags.FlagPhase.ProvingFlags;
import dev.sluice.update.flags.FlagPhase.SwitchingFlags;
import dev.sluice.update.memory.SwitchedFlags;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent.HealthChecked;
import dev.sluice.update.settings.HealthPolicy;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;

/// Has the program read what the ring has switched off.
///
/// What is switched stays switched, even if the program does not get along with it: an order is a
/// person's, and its opposite would be what they wanted to end. So a failure is told, and what
/// failed is tried again, [SwitchedFlags#MAX_FAILURES] times in all for each order.
public final class Flags {
  private Flags() {}

  /// The step begins.
  public static Move<FlagPhase> begin(Turn turn, Next.ToFollow why) {
    return switch (why) {
      case Next.RestoreFlags _ -> restore(turn);
      case Next.FollowFlags(var document, var flagsOff) -> follow(turn, document, flagsOff);
    };
  }

  /// Derives the program's file anew after a start: it may be older than what the device remembers,
  /// or somebody may have changed it.
  private static Move<FlagPhase> restore(Turn turn) {
    return turn.settings().kind() == Installer.FLAGS
        ? read(turn, new AfterFlags.Look())
        : turn.go(new Next.Look(false));
  }

  /// Remembers what the ring wants, and has it read.
  private static Move<FlagPhase> follow(
      Turn turn, RingsDocument document, SortedSet<FlagName> flagsOff) {
    if (turn.settings().kind() != Installer.FLAGS) {
      return turn.go(new Next.Choose(document));
    }
    Turn ordered =
        turn.rememberIfNew(turn.memory().withFlags(turn.memory().flags().ordered(flagsOff)));
    return ordered.memory().isFlagSwitchDue()
        ? read(ordered, new AfterFlags.Decide(document))
        : ordered.go(new Next.Choose(document));
  }

  private static Move<FlagPhase> read(Turn turn, AfterFlags next) {
    SwitchedFlags flags = turn.memory().flags();
    return turn.order(
        new SwitchingFlags(next),
        number -> new Effect.Reload(number, flags.wanted(), !flags.isDue()));
  }

  /// Whether the program has read what was switched.
  public static Move<FlagPhase> reloaded(Turn turn, FlagPhase waiting, HealthResult result) {
    SwitchingFlags phase = Turn.require(waiting, SwitchingFlags.class);
    return switch (result) {
      case HealthResult.Healthy _ ->
          turn.memory().flags().isDue()
              ? awaitHealth(turn, phase.next())
              : goOn(turn, phase.next());
      case HealthResult.Unhealthy(var detail) ->
          failed(turn, phase.next(), "it could not be reloaded: " + detail);
    };
  }

  private static Move<FlagPhase> awaitHealth(Turn turn, AfterFlags next) {
    return switch (turn.settings().health()) {
      case HealthPolicy.None _ -> done(turn, next);
      case HealthPolicy.Within policy ->
          turn.pause(
              new ProvingFlags(next, policy, policy.interval(), "no answer"), policy.interval());
    };
  }

  /// The device is woken in a pause.
  ///
  /// @param until when the pause ends
  public static Move<FlagPhase> woken(Turn turn, FlagPhase waiting, Instant until) {
    ProvingFlags phase = Turn.require(waiting, ProvingFlags.class);
    Duration interval = phase.policy().interval();
    return turn.isDue(until, interval)
        ? turn.order(phase, number -> new Effect.CheckHealth(number, "", interval))
        : turn.with(new Effect.WakeAt(until)).stay();
  }

  /// What a look says.
  public static Move<FlagPhase> checked(Turn turn, FlagPhase waiting, HealthChecked answer) {
    ProvingFlags phase = Turn.require(waiting, ProvingFlags.class);
    HealthPolicy.Within policy = phase.policy();
    return switch (answer.result()) {
      case HealthResult.Healthy _ -> done(turn, phase.next());
      case HealthResult.Unhealthy(var detail) -> {
        Duration spent = phase.spent().plus(answer.took()).plus(policy.interval());
        yield spent.compareTo(policy.deadline()) <= 0
            ? turn.pause(new ProvingFlags(phase.next(), policy, spent, detail), policy.interval())
            : failed(
                turn,
                phase.next(),
                "not healthy within %s: %s".formatted(policy.deadline(), detail));
      }
    };
  }

  private static Move<FlagPhase> done(Turn turn, AfterFlags next) {
    SwitchedFlags flags = turn.memory().flags().done();
    return goOn(
        Telling.report(
            turn.remember(turn.memory().withFlags(flags))
                .log(Severity.INFO, "flags switched", "off", flags.wanted().toString())),
        next);
  }

  private static Move<FlagPhase> failed(Turn turn, AfterFlags next, String detail) {
    SwitchedFlags flags = turn.memory().flags().failed(Ending.cut(detail));
    return goOn(
        Telling.report(
            turn.remember(turn.memory().withFlags(flags))
                .log(
                    Severity.WARN,
                    "flags not switched",
                    "off",
                    flags.wanted().toString(),
                    "reason",
                    flags.problem(),
                    "failures",
                    String.valueOf(flags.failures()))),
        next);
  }

  private static Move<FlagPhase> goOn(Turn turn, AfterFlags next) {
    return switch (next) {
      case AfterFlags.Look _ -> turn.go(new Next.Look(false));
      case AfterFlags.Decide(var document) -> turn.go(new Next.Choose(document));
    };
  }
}
