package dev.sluice.update.prove;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.plan.Fallback;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.prove.ProofPhase.CheckingPrevious;
import dev.sluice.update.prove.ProofPhase.CheckingReturned;
import dev.sluice.update.prove.ProofPhase.ReloadingReturned;
import dev.sluice.update.prove.ProofPhase.Returning;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Turn;
import dev.sluice.update.verify.DigestCheck;

/// Puts the previous version back in the place of one that did not prove its health, and lets a
/// document be read again.
final class Return {
  /// Attempts at putting the previous file back while the disk fails. Our choice.
  private static final int MAX_ATTEMPTS = 3;

  static final String BY_SOMEBODY = "somebody put the previous version back";

  private static final String NOTHING_BEFORE = "; it stays, there is no previous copy to return to";

  private Return() {}

  /// The new version is not healthy.
  ///
  /// @param detail why
  static Move<ProofPhase> begin(Turn turn, Job.Trial trial, String detail) {
    String text = Ending.cut("not healthy: " + detail);
    return switch (trial.fallback()) {
      case Fallback.Nothing _ -> kept(turn, trial, text + NOTHING_BEFORE);
      case Fallback.Previous previous -> {
        Job.Trial returning = trial.returning(text);
        Turn logged =
            turn.log(
                Severity.WARN,
                "putting the previous version back",
                "reason",
                text,
                "release",
                trial.plan().release().toString(),
                "previous",
                previous.digest().prefix());
        yield checkReturned(logged.remember(logged.memory().withJob(returning)), returning, 0, "");
      }
    };
  }

  static Move<ProofPhase> checkPrevious(Turn turn, Job.Trial trial, int attempt) {
    return turn.digest(new CheckingPrevious(trial, attempt), new LocalFile.Previous());
  }

  static Move<ProofPhase> previousChecked(Turn turn, CheckingPrevious phase, Examined found) {
    return isFallback(phase.trial(), found)
        ? turn.order(new Returning(phase.trial(), phase.attempt()), Effect.Restore::new)
        : kept(
            turn,
            phase.trial(),
            phase.trial().text() + "; it stays, the previous copy is gone or was changed");
  }

  /// The previous file was put back, or the disk failed meanwhile.
  ///
  /// @param problem what is wrong if it is not in its place
  static Move<ProofPhase> restored(Turn turn, Returning phase, String problem) {
    return checkReturned(turn, phase.trial(), phase.attempt(), problem);
  }

  /// @param attempts how often the previous file was put back
  private static Move<ProofPhase> checkReturned(
      Turn turn, Job.Trial trial, int attempts, String problem) {
    return turn.digest(new CheckingReturned(trial, attempts, problem), new LocalFile.Installed());
  }

  static Move<ProofPhase> returnedChecked(Turn turn, CheckingReturned phase, Examined found) {
    Job.Trial trial = phase.trial();
    if (isFallback(trial, found)) {
      return returned(turn, trial, phase.attempt() == 0 ? "; " + BY_SOMEBODY : "");
    }
    if (phase.attempt() == 0) {
      return checkPrevious(turn, trial, 1);
    }
    if (phase.attempt() < MAX_ATTEMPTS) {
      return checkPrevious(
          turn.log(Severity.WARN, "the previous version is not back", "reason", phase.problem()),
          trial,
          phase.attempt() + 1);
    }
    return kept(
        turn,
        trial,
        trial.text() + "; it stays, the previous copy cannot be put back: " + phase.problem());
  }

  /// Whether the installed file is what the device goes back to.
  static boolean isFallback(Job.Trial trial, Examined found) {
    return trial.fallback() instanceof Fallback.Previous(var digest)
        && DigestCheck.isPassed(found, digest);
  }

  /// The previous file is in its place.
  ///
  /// @param addition what to say beside the reason why the device went back
  static Move<ProofPhase> returned(Turn turn, Job.Trial trial, String addition) {
    return turn.settings().kind().isDocument()
        ? Proof.reload(turn, new ReloadingReturned(trial, addition))
        : goneBack(turn, trial, addition);
  }

  static Move<ProofPhase> reloaded(Turn turn, ReloadingReturned phase, HealthResult result) {
    return switch (result) {
      case HealthResult.Healthy _ ->
          goneBack(
              turn.withMemory(turn.memory().withFlags(turn.memory().flags().done())),
              phase.trial(),
              phase.addition());
      case HealthResult.Unhealthy(var detail) ->
          goneBack(
              turn,
              phase.trial(),
              phase.addition()
                  + "; the previous one is back, but could not be reloaded: "
                  + detail);
    };
  }

  private static Move<ProofPhase> goneBack(Turn turn, Job.Trial trial, String addition) {
    return Ending.unhealthy(
        turn.log(Severity.INFO, "the previous version is back"),
        trial.plan(),
        Outcome.ROLLED_BACK,
        trial.text() + addition);
  }

  /// Nothing leads back from here: the device does not say that it runs anything until a release
  /// proves itself. The ring's current release is brought like any other.
  private static Move<ProofPhase> kept(Turn turn, Job.Trial trial, String text) {
    return Ending.unhealthy(
        turn.withMemory(turn.memory().withInstalled(new Installed.Nothing())),
        trial.plan(),
        Outcome.FAILED,
        text);
  }
}
