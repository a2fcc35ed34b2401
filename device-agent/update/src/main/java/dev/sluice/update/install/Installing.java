package dev.sluice.update.install;

import dev.sluice.update.file.LocalFile;
import dev.sluice.update.install.InstallPhase.AwaitsDigests;
import dev.sluice.update.install.InstallPhase.CheckingOverwritten;
import dev.sluice.update.install.InstallPhase.CheckingResult;
import dev.sluice.update.install.InstallPhase.CheckingSwitched;
import dev.sluice.update.install.InstallPhase.Inspecting;
import dev.sluice.update.install.InstallPhase.LookingBefore;
import dev.sluice.update.install.InstallPhase.Place;
import dev.sluice.update.order.InPlaceOutcome;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.port.UpdateEvent.LookedBefore;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Turn;

/// Puts an artifact in place, whichever way its room allows.
public final class Installing {
  private Installing() {}

  /// The device has just started: what a power cut cut off goes on first.
  public static Move<InstallPhase> started(Turn turn) {
    return turn.memory().isOverwriting() && turn.memory().job() instanceof Job.InPlace job
        ? Overwrites.resume(turn, job)
        : Inspection.begin(turn);
  }

  /// The step begins.
  public static Move<InstallPhase> begin(Turn turn, Next.ToInstall why) {
    return switch (why) {
      case Next.Inspect _ -> Inspection.begin(turn);
      case Next.CheckResult(var plan, var origin) -> Switches.checkResult(turn, plan, origin);
      case Next.Switch(var plan) -> Switches.whenReady(turn, plan);
      case Next.SwitchInPlace(var plan, var order) -> Overwrites.whenReady(turn, plan, order);
      case Next.Overwrite(var plan, var order) -> Overwrites.begin(turn, plan, order);
    };
  }

  /// What is on disk was digested.
  public static Move<InstallPhase> examined(Turn turn, InstallPhase waiting, Examined found) {
    return switch (Turn.require(waiting, AwaitsDigests.class)) {
      case Inspecting _ -> Inspection.inspected(turn, found);
      case CheckingResult phase -> Switches.resultChecked(turn, phase, found);
      case CheckingSwitched phase -> Switches.switchedChecked(turn, phase, found);
      case CheckingOverwritten phase -> Overwrites.checked(turn, phase, found);
    };
  }

  /// The device knows what the switch takes the place of.
  public static Move<InstallPhase> lookedBefore(
      Turn turn, InstallPhase waiting, LookedBefore before) {
    LookingBefore phase = Turn.require(waiting, LookingBefore.class);
    return switch (phase.place()) {
      case Place.Beside _ -> Switches.lookedBefore(turn, phase.plan(), before);
      case Place.Over(var order) ->
          Overwrites.lookedBefore(turn, phase.plan(), order, before.mark());
    };
  }

  /// The artifact is in place, and the previous file beside it.
  public static Move<InstallPhase> done(Turn turn, InstallPhase waiting) {
    return Switches.done(turn, Turn.require(waiting, InstallPhase.Switching.class).plan());
  }

  /// A disk may fail after the artifact took its place: the installed file's digest tells.
  public static Move<InstallPhase> diskFailed(Turn turn, InstallPhase waiting, String detail) {
    Plan plan = Turn.require(waiting, InstallPhase.Switching.class).plan();
    return turn.digest(new CheckingSwitched(plan, detail), new LocalFile.Installed());
  }

  /// The patch was applied over the installed file, or was not.
  public static Move<InstallPhase> overwritten(
      Turn turn, InstallPhase waiting, InPlaceOutcome outcome) {
    return Overwrites.ended(turn, Turn.require(waiting, InstallPhase.Overwriting.class), outcome);
  }
}
