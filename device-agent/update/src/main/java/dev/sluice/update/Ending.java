package dev.sluice.update;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.OutcomeReason.Code;
import dev.sluice.events.confirmation.OutcomeReason.Step;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.memory.Failures;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// How an attempt ends: what is remembered of it, and what is confirmed. Part of the
/// [UpdateMachine], which has the table.
final class Ending {
  private static final int DETAIL_LIMIT = 500;

  private Ending() {}

  /// The artifact is in place and stays.
  ///
  /// @param reason what people should know of it
  static void installed(Run run, Plan plan, OutcomeReason reason) {
    if (plan.isOnTheWay()) {
      passed(run, plan);
      return;
    }
    Confirmation confirmation = confirmation(run, plan, Outcome.INSTALLED, reason);
    run.remember(
        Telling.noted(
            run,
            run.memory.withSuccess(plan, new Outcomes.Latest(confirmation)),
            plan.rollout(),
            plan.attempt(),
            progress(confirmation)));
    run.confirm(confirmation);
    Telling.report(run);
    run.add(new Effect.KeepDownloads(Set.of()));
    run.logOf(
        plan.rollout(),
        Severity.INFO,
        "installed",
        "release",
        plan.release().toString(),
        "counter",
        String.valueOf(plan.counter()),
        "artifact",
        plan.artifact().digest().prefix());
    Cycle.lookOrIdle(run);
  }

  /// A floor release is in place, and the device goes on from it. The rollout's outcome is still to
  /// come, so that nothing is confirmed: a report says what runs.
  private static void passed(Run run, Plan plan) {
    run.remember(
        Telling.noted(
            run,
            run.memory.withPassed(plan, run.agentTime()),
            plan.rollout(),
            plan.attempt(),
            new Progress.Passed(plan.release().version())));
    Telling.report(run);
    run.add(new Effect.KeepDownloads(Set.of()));
    run.logOf(
        plan.rollout(),
        Severity.INFO,
        "floor release installed",
        "release",
        plan.release().toString(),
        "counter",
        String.valueOf(plan.counter()),
        "rollout",
        plan.rollout().toString(),
        "artifact",
        plan.artifact().digest().prefix());
    Cycle.begin(run);
  }

  /// The release could not be brought or installed this time; what is right on disk stays for the
  /// next.
  static void failed(Run run, Plan plan, OutcomeReason reason) {
    fail(run, plan, reason);
  }

  /// The same, when what is on disk is useless or in the way.
  static void failedBeyondRepair(Run run, Plan plan, OutcomeReason reason) {
    run.add(new Effect.KeepDownloads(Set.of()));
    fail(run, plan, reason);
  }

  private static void fail(Run run, Plan plan, OutcomeReason reason) {
    end(
        run,
        confirmation(run, plan, Outcome.FAILED, reason),
        new Failures.Entry(
            plan.rollout(),
            plan.attempt(),
            plan.manifest(),
            run.memory.failures().countOf(plan.rollout(), plan.attempt(), plan.manifest()) + 1));
  }

  /// The release was not healthy, which another attempt would not change.
  ///
  /// @param outcome whether the previous version is back
  static void unhealthy(Run run, Plan plan, Outcome outcome, String text) {
    run.add(new Effect.KeepDownloads(Set.of()));
    end(
        run,
        confirmation(run, plan, outcome, reason(Code.UNHEALTHY, Step.HEALTH, text)),
        new Failures.Entry(plan.rollout(), plan.attempt(), plan.manifest(), Failures.MAX_COUNT));
  }

  /// No role vouches for the release that the rings document names, or it cannot be read: try again
  /// later.
  static void notVouched(Run run, Choice choice, String detail) {
    Digest manifest = choice.release().manifest();
    end(
        run,
        confirmation(run, choice, Outcome.FAILED, reason(Code.UNTRUSTED, Step.CHECK, detail)),
        new Failures.Entry(
            choice.rollout(),
            choice.attempt(),
            manifest,
            run.memory.failures().countOf(choice.rollout(), choice.attempt(), manifest) + 1));
  }

  /// The device must not install what the rings document names; asking again will not change that.
  static void refused(Run run, Choice choice, Code code, String detail) {
    end(
        run,
        confirmation(run, choice, Outcome.REFUSED, reason(code, Step.CHECK, detail)),
        new Failures.Entry(
            choice.rollout(), choice.attempt(), choice.release().manifest(), Failures.MAX_COUNT));
  }

  /// One confirmation per release and outcome: a failure that repeats itself is not told again.
  private static void end(Run run, Confirmation confirmation, Failures.Entry failure) {
    run.logOf(
        confirmation.rollout(),
        Severity.WARN,
        "not installed",
        "reason",
        confirmation.reason().text(),
        "code",
        confirmation.reason().code().name(),
        "release",
        confirmation.release().toString(),
        "outcome",
        confirmation.outcome().name(),
        "failures",
        String.valueOf(failure.count()));
    Outcomes latest = run.memory.outcome();
    boolean isRepetition =
        latest instanceof Outcomes.Latest(Confirmation told)
            && told.confirmationKey().equals(confirmation.confirmationKey())
            && told.release().equals(confirmation.release());
    if (confirmation.outcome() == Outcome.ROLLED_BACK) {
      run.memory =
          Telling.noted(
              run,
              run.memory,
              confirmation.rollout(),
              confirmation.attempt(),
              new Progress.RolledBack());
    }
    run.remember(
        Telling.noted(
            run,
            run.memory.withFailure(
                failure, isRepetition ? latest : new Outcomes.Latest(confirmation)),
            confirmation.rollout(),
            confirmation.attempt(),
            progress(confirmation)));
    if (!isRepetition) {
      run.confirm(confirmation);
    }
    if (failure.count() < Failures.MAX_COUNT) {
      Instant again =
          Limits.failureWaitEnd(
              run.now, failure.count(), run.settings.refreshInterval(), run.chance);
      Telling.waits(
          run,
          confirmation.rollout(),
          confirmation.attempt(),
          "it failed; tried again at " + again);
      Telling.report(run);
      Cycle.idleUntil(run, again);
    } else {
      Telling.report(run);
      Cycle.lookOrIdle(run);
    }
  }

  private static Progress progress(Confirmation confirmation) {
    return new Progress.Confirmed(
        confirmation.outcome(), Progress.cut(confirmation.reason().text()));
  }

  /// What the device runs, for a report; as long as a release must prove itself, what ran before.
  static List<Running> running(Run run) {
    if (run.memory.isOverwriting()) {
      return List.of();
    }
    return switch (run.memory.installed()) {
      case Installed.Nothing _ -> List.of();
      case Installed.Release release ->
          List.of(
              new Running(
                  release.release().product(),
                  release.release().version(),
                  release.counter(),
                  release.artifact()));
    };
  }

  private static Confirmation confirmation(
      Run run, Plan plan, Outcome outcome, OutcomeReason reason) {
    return confirmation(
        run,
        plan.release(),
        plan.counter(),
        plan.rollout(),
        plan.attempt(),
        plan.artifact().digest(),
        outcome,
        plan.isOnTheWay() ? naming(plan.release(), reason) : reason);
  }

  /// A confirmation of a release whose artifact is not known: the manifest's digest stands for it.
  private static Confirmation confirmation(
      Run run, Choice choice, Outcome outcome, OutcomeReason reason) {
    return confirmation(
        run,
        choice.release().release(),
        choice.release().counter(),
        choice.rollout(),
        choice.attempt(),
        choice.release().manifest(),
        outcome,
        choice.isOnTheWay() ? naming(choice.release().release(), reason) : reason);
  }

  /// The rollout's counts do not say at which release a device failed.
  private static OutcomeReason naming(ReleaseId floor, OutcomeReason reason) {
    return reason.withText("floor release %s: %s".formatted(floor.version(), reason.text()));
  }

  private static Confirmation confirmation(
      Run run,
      ReleaseId release,
      long counter,
      RolloutId rollout,
      int attempt,
      Digest artifact,
      Outcome outcome,
      OutcomeReason reason) {
    return new Confirmation(
        run.settings.device(),
        run.settings.epoch(),
        release,
        counter,
        rollout,
        attempt,
        artifact,
        outcome,
        reason.withText(cut(reason.text())),
        confirmationTime(run));
  }

  static OutcomeReason reason(Code code, Step step, String text) {
    return new OutcomeReason(code, step, cut(text));
  }

  /// Outcomes of one device are ordered by their time: a clock that was set back must not make a
  /// success older than the failure before it.
  private static Instant confirmationTime(Run run) {
    Instant now = run.agentTime();
    return switch (run.memory.outcome()) {
      case Outcomes.Latest(var before) when !now.isAfter(before.at()) -> before.at().plusMillis(1);
      case Outcomes.Latest _, Outcomes.Nothing _ -> now;
    };
  }

  /// Details may quote outside text: short, printable, one line.
  static String cut(String detail) {
    var text = new StringBuilder();
    detail
        .codePoints()
        .limit(DETAIL_LIMIT)
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
