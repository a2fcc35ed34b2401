package dev.sluice.update.check;

import dev.sluice.release.Manifest;
import dev.sluice.update.check.CheckPhase.Finding;
import dev.sluice.update.check.CheckPhase.Reading;
import dev.sluice.update.check.CheckPhase.Refreshing;
import dev.sluice.update.choose.Maintenance;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.file.Content;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Origin;
import dev.sluice.update.turn.Request.Bytes;
import dev.sluice.update.turn.Turn;

/// Reads what the repository says.
public final class Check {
  private Check() {}

  /// The step begins.
  public static Move<CheckPhase> begin(Turn turn, Next.ToCheck why) {
    return switch (why) {
      case Next.Look(var isForced) -> Look.begin(turn, isForced);
      case Next.ReadManifest(var choice) ->
          Lookup.find(
              turn, new Purpose.ForManifest(choice), Manifest.path(choice.release().release()));
      case Next.FindPatches(var plan, var base) ->
          Lookup.find(turn, new Purpose.ForDelta(plan, base), plan.deltaPath(base));
    };
  }

  /// The edge node gave bytes.
  public static Move<CheckPhase> fetched(
      Turn turn, CheckPhase waiting, Bytes want, Content content) {
    return switch (waiting) {
      case Refreshing phase ->
          Look.answered(turn, phase, want, phase.refresh().received(content.bytes()));
      case Finding phase ->
          Lookup.answered(turn, phase, want, phase.lookup().received(content.bytes()));
      case Reading phase -> Lookup.read(turn, phase, want, content);
    };
  }

  /// The edge node says that there is no such object.
  ///
  /// @param reason what to say of an object that must be there
  public static Move<CheckPhase> absent(Turn turn, CheckPhase waiting, Bytes want, String reason) {
    return switch (waiting) {
      case Refreshing phase -> Look.answered(turn, phase, want, phase.refresh().absent());
      case Finding phase -> Lookup.answered(turn, phase, want, phase.lookup().absent());
      case Reading phase -> Lookup.refused(turn, phase, want, reason);
    };
  }

  /// The edge node did not answer often enough. A release whose bytes are all there is still
  /// installed.
  public static Move<CheckPhase> unreachable(Turn turn, String detail) {
    Turn told = turn.log(Severity.WARN, "edge node unreachable", "detail", detail);
    return switch (told.memory().job()) {
      case Job.Underway(Plan plan, var step, _) when step == Job.Step.READY ->
          Maintenance.findOpening(told, plan)
              .map(opening -> Maintenance.<CheckPhase>await(told, plan, opening))
              .orElseGet(() -> told.go(new Next.CheckResult(plan, Origin.EARLIER)));
      case Job.InPlace(Plan plan, var order, _, _) -> told.go(new Next.Overwrite(plan, order));
      case Job.Underway(Plan plan, _, _) -> unreachable(told, plan, detail);
      case Job.Trial trial -> unreachable(told, trial.plan(), detail);
      case Job.Nothing _, Job.Scheduled _ -> told.rest();
    };
  }

  private static Move<CheckPhase> unreachable(Turn told, Plan plan, String detail) {
    return Telling.waits(told, plan, "edge node unreachable: " + detail).rest();
  }
}
