package dev.sluice.update.confirm;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.OutcomeReason.Code;
import dev.sluice.events.confirmation.OutcomeReason.Step;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.memory.Earlier;
import dev.sluice.update.memory.Failures;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.turn.Backoff;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Turn;
import java.time.Instant;
import java.util.Set;

/// How an attempt ends: what is remembered of it, what is confirmed, and what follows.
public final class Ending {
  private static final int DETAIL_LIMIT = 500;

  private Ending() {}

  /// The artifact is in place and stays.
  ///
  /// @param reason what people should know of it
  public static <P> Move<P> installed(Turn turn, Plan plan, OutcomeReason reason) {
    if (plan.isOnTheWay()) {
      return passed(turn, plan);
    }
    Confirmation confirmation = Confirmations.of(turn, plan, Outcome.INSTALLED, reason);
    UpdateMemory memory =
        Telling.noted(
            turn,
            turn.memory().withSuccess(plan, new Outcomes.Latest(confirmation)),
            plan.rollout(),
            plan.attempt(),
            progress(confirmation));
    return lookOrRest(
        Telling.report(turn.remember(memory).confirm(confirmation))
            .with(new Effect.KeepDownloads(Set.of()))
            .logOf(
                plan.rollout(),
                Severity.INFO,
                "installed",
                "release",
                plan.release().toString(),
                "counter",
                String.valueOf(plan.counter()),
                "artifact",
                plan.artifact().digest().prefix()));
  }

  /// A floor release is in place, and the device goes on from it. The rollout's outcome is still to
  /// come, so that nothing is confirmed: a report says what runs.
  private static <P> Move<P> passed(Turn turn, Plan plan) {
    UpdateMemory memory =
        Telling.noted(
            turn,
            turn.memory().withPassed(plan, turn.agentTime()),
            plan.rollout(),
            plan.attempt(),
            new Progress.Passed(plan.release().version()));
    return Telling.report(turn.remember(memory))
        .with(new Effect.KeepDownloads(Set.of()))
        .logOf(
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
            plan.artifact().digest().prefix())
        .go(new Next.Look(false));
  }

  /// The release could not be brought or installed this time; what is right on disk stays for the
  /// next.
  public static <P> Move<P> failed(Turn turn, Plan plan, OutcomeReason reason) {
    return end(
        turn,
        Confirmations.of(turn, plan, Outcome.FAILED, reason),
        once(turn, plan.rollout(), plan.attempt(), plan.manifest()));
  }

  /// The device cannot install the release now: there is no room, or it has no right to. That says
  /// nothing about the release and is no failure. What is there stays, and the device looks again
  /// and again whether it can.
  ///
  /// @param at how far the release is
  /// @param step what it could not do
  /// @param why what is in the way; the same text as long as the same is in the way
  public static <P> Move<P> cannotNow(Turn turn, Plan plan, Job.Step at, Step step, String why) {
    Confirmation confirmation =
        Confirmations.of(
            turn, plan, Outcome.FAILED, reason(Code.DISK, step, "cannot install now: " + why));
    boolean isRepetition = Confirmations.isRepetition(turn.memory(), confirmation);
    UpdateMemory waiting =
        Telling.noted(
            turn,
            turn.memory()
                .withJob(new Job.Underway(plan, at, turn.memory().job().routeOf(plan)))
                .withOutcome(
                    isRepetition ? turn.memory().outcome() : new Outcomes.Latest(confirmation)),
            plan.rollout(),
            plan.attempt(),
            new Progress.Waiting(Progress.cut(confirmation.reason().text())));
    Instant again =
        Backoff.obstacleWaitEnd(turn.now(), turn.settings().refreshInterval(), turn.chance());
    Turn remembered =
        turn.log(
                Severity.WARN,
                "cannot install now",
                "reason",
                cut(why),
                "release",
                plan.release().toString(),
                "again",
                again.toString())
            .rememberIfNew(waiting);
    return Telling.reportSteps(isRepetition ? remembered : remembered.confirm(confirmation))
        .restUntil(again);
  }

  /// The same, when what is on disk is useless or in the way.
  public static <P> Move<P> failedBeyondRepair(Turn turn, Plan plan, OutcomeReason reason) {
    return failed(turn.with(new Effect.KeepDownloads(Set.of())), plan, reason);
  }

  /// One failure more than before.
  private static Failures.Entry once(Turn turn, RolloutId rollout, int attempt, Digest manifest) {
    return new Failures.Entry(
        rollout,
        attempt,
        manifest,
        turn.memory().failures().countOf(rollout, attempt, manifest) + 1);
  }

  /// The release was not healthy, which another attempt would not change.
  ///
  /// @param outcome whether the previous version is back
  public static <P> Move<P> unhealthy(Turn turn, Plan plan, Outcome outcome, String text) {
    return end(
        turn.with(new Effect.KeepDownloads(Set.of())),
        Confirmations.of(turn, plan, outcome, reason(Code.UNHEALTHY, Step.HEALTH, text)),
        new Failures.Entry(plan.rollout(), plan.attempt(), plan.manifest(), Failures.MAX_COUNT));
  }

  /// What ran before runs again, though the device did not go back: a boot loader, a watchdog or a
  /// person did. That was a decision, so that the release is not installed again without an order.
  ///
  /// @param gone what was installed
  /// @param back what runs again
  public static <P> Move<P> cameBack(Turn turn, Installed.Release gone, Earlier.Replaced back) {
    OutcomeReason reason =
        reason(Code.UNHEALTHY, Step.HEALTH, "the previous version came back without the agent");
    Confirmation confirmation = Confirmations.of(turn, gone, back, Outcome.ROLLED_BACK, reason);
    return end(
        turn.withMemory(turn.memory().withReturned(back.release())),
        confirmation,
        new Failures.Entry(back.rollout(), back.attempt(), gone.manifest(), Failures.MAX_COUNT));
  }

  /// No role vouches for the release that the rings document names, or it cannot be read: try again
  /// later.
  public static <P> Move<P> notVouched(Turn turn, Choice choice, String detail) {
    return end(
        turn,
        Confirmations.of(turn, choice, Outcome.FAILED, reason(Code.UNTRUSTED, Step.CHECK, detail)),
        once(turn, choice.rollout(), choice.attempt(), choice.release().manifest()));
  }

  /// The device must not install what the rings document names; asking again will not change that.
  public static <P> Move<P> refused(Turn turn, Choice choice, Code code, String detail) {
    return end(
        turn,
        Confirmations.of(turn, choice, Outcome.REFUSED, reason(code, Step.CHECK, detail)),
        new Failures.Entry(
            choice.rollout(), choice.attempt(), choice.release().manifest(), Failures.MAX_COUNT));
  }

  /// One confirmation per release and outcome: a failure that repeats itself is not told again.
  private static <P> Move<P> end(Turn turn, Confirmation confirmation, Failures.Entry failure) {
    Turn logged =
        turn.logOf(
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
    boolean isRepetition = Confirmations.isRepetition(logged.memory(), confirmation);
    Turn remembered = logged.remember(ended(logged, confirmation, failure, isRepetition));
    Turn confirmed = isRepetition ? remembered : remembered.confirm(confirmation);
    return failure.count() < Failures.MAX_COUNT
        ? tryAgain(confirmed, confirmation, failure)
        : lookOrRest(Telling.report(confirmed));
  }

  private static UpdateMemory ended(
      Turn turn, Confirmation confirmation, Failures.Entry failure, boolean isRepetition) {
    RolloutId rollout = confirmation.rollout();
    int attempt = confirmation.attempt();
    UpdateMemory before =
        confirmation.outcome() == Outcome.ROLLED_BACK
            ? Telling.noted(turn, turn.memory(), rollout, attempt, new Progress.RolledBack())
            : turn.memory();
    Outcomes outcome = isRepetition ? before.outcome() : new Outcomes.Latest(confirmation);
    return Telling.noted(
        turn, before.withFailure(failure, outcome), rollout, attempt, progress(confirmation));
  }

  private static <P> Move<P> tryAgain(
      Turn turn, Confirmation confirmation, Failures.Entry failure) {
    Instant again =
        Backoff.failureWaitEnd(
            turn.now(), failure.count(), turn.settings().refreshInterval(), turn.chance());
    Turn waiting =
        Telling.waits(
            turn,
            confirmation.rollout(),
            confirmation.attempt(),
            "it failed; tried again at " + again);
    return Telling.report(waiting).restUntil(again);
  }

  /// Looks, if the device has not done so since its start, because it had something to end first.
  private static <P> Move<P> lookOrRest(Turn turn) {
    return turn.sync().hasLooked() ? turn.rest() : turn.go(new Next.Look(false));
  }

  /// The latest outcome again: the hub may not have it.
  public static Turn repeat(Turn turn) {
    return turn.memory().outcome() instanceof Outcomes.Latest(var confirmation)
        ? turn.confirm(confirmation)
        : turn;
  }

  private static Progress progress(Confirmation confirmation) {
    return new Progress.Confirmed(
        confirmation.outcome(), Progress.cut(confirmation.reason().text()));
  }

  /// A reason whose text is cut to what a confirmation carries.
  public static OutcomeReason reason(Code code, Step step, String text) {
    return new OutcomeReason(code, step, cut(text));
  }

  /// Details may quote outside text: short, printable, one line.
  public static String cut(String detail) {
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
