package dev.sluice.update;

import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.Installer;
import dev.sluice.update.Phase.AfterFlags;
import dev.sluice.update.Phase.ProvingFlags;
import dev.sluice.update.Phase.SwitchingFlags;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.SwitchedFlags;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent.HealthChecked;
import dev.sluice.update.port.UpdateEvent.Reloaded;
import dev.sluice.update.settings.HealthPolicy;
import java.time.Duration;

/// Follows what the ring has switched off, beside the releases. Part of the [UpdateMachine], which
/// has the table.
///
/// What is switched stays switched, even if the program does not get along with it: an order is a
/// person's, and its opposite would be what they wanted to end. So a failure is told, and what
/// failed is tried again, [SwitchedFlags#MAX_FAILURES] times in all for each order.
final class Flags {
  private Flags() {}

  /// Derives the program's file anew after a start: it may be older than what the device remembers,
  /// or somebody may have changed it.
  static void restore(Run run) {
    if (run.settings.kind() == Installer.FLAGS) {
      read(run, new AfterFlags.Look());
    } else {
      Cycle.begin(run);
    }
  }

  /// Remembers what the ring wants, and has it read.
  ///
  /// @return whether something is under way, after which the document is decided upon
  static boolean follow(Run run, Ring ring, RingsDocument document) {
    if (run.settings.kind() != Installer.FLAGS) {
      return false;
    }
    SwitchedFlags ordered = run.memory.flags().ordered(ring.flagsOff());
    if (!ordered.equals(run.memory.flags())) {
      run.remember(run.memory.withFlags(ordered));
    }
    boolean isDue = isDue(run);
    if (isDue) {
      read(run, new AfterFlags.Decide(document));
    }
    return isDue;
  }

  /// Whether the program is to be asked to read what the ring wants. Without a release there is
  /// nothing to read.
  static boolean isDue(Run run) {
    return run.memory.flags().isDue() && run.memory.installed() instanceof Installed.Release;
  }

  private static void read(Run run, AfterFlags next) {
    SwitchedFlags flags = run.memory.flags();
    run.enter(
        new SwitchingFlags(next),
        number -> new Effect.Reload(number, flags.wanted(), !flags.isDue()));
  }

  static void reloaded(Run run, SwitchingFlags phase, Reloaded answer) {
    switch (answer.result()) {
      case HealthResult.Healthy _ -> {
        if (run.memory.flags().isDue()) {
          awaitHealth(run, phase);
        } else {
          goOn(run, phase.next());
        }
      }
      case HealthResult.Unhealthy(var detail) ->
          failed(run, phase.next(), "it could not be reloaded: " + detail);
    }
  }

  private static void awaitHealth(Run run, SwitchingFlags phase) {
    switch (run.settings.health()) {
      case HealthPolicy.None _ -> done(run, phase.next());
      case HealthPolicy.Within(_, Duration interval) ->
          run.pause(new ProvingFlags(phase.next(), interval, "no answer"), interval);
    }
  }

  /// The pause is over.
  static void look(Run run, ProvingFlags phase) {
    run.enter(phase, number -> new Effect.CheckHealth(number, "", Proof.policy(run).interval()));
  }

  static void checked(Run run, ProvingFlags phase, HealthChecked answer) {
    switch (answer.result()) {
      case HealthResult.Healthy _ -> done(run, phase.next());
      case HealthResult.Unhealthy(var detail) -> {
        HealthPolicy.Within policy = Proof.policy(run);
        Duration spent = phase.spent().plus(answer.took()).plus(policy.interval());
        if (spent.compareTo(policy.deadline()) <= 0) {
          run.pause(new ProvingFlags(phase.next(), spent, detail), policy.interval());
        } else {
          failed(
              run, phase.next(), "not healthy within %s: %s".formatted(policy.deadline(), detail));
        }
      }
    }
  }

  private static void done(Run run, AfterFlags next) {
    run.remember(run.memory.withFlags(run.memory.flags().done()));
    run.log(Severity.INFO, "flags switched", "off", run.memory.flags().wanted().toString());
    Telling.report(run);
    goOn(run, next);
  }

  private static void failed(Run run, AfterFlags next, String detail) {
    run.remember(run.memory.withFlags(run.memory.flags().failed(Ending.cut(detail))));
    run.log(
        Severity.WARN,
        "flags not switched",
        "off",
        run.memory.flags().wanted().toString(),
        "reason",
        run.memory.flags().problem(),
        "failures",
        String.valueOf(run.memory.flags().failures()));
    Telling.report(run);
    goOn(run, next);
  }

  private static void goOn(Run run, AfterFlags next) {
    switch (next) {
      case AfterFlags.Look _ -> Cycle.begin(run);
      case AfterFlags.Decide(var document) -> Cycle.choose(run, document);
    }
  }
}
