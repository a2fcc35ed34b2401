package dev.sluice.rollout;

import dev.sluice.events.rings.NextState;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.gate.GateDecision;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Moves the active rollout from wave to wave. Part of the [RolloutMachine], which has the table.
final class Waves {
  private Waves() {}

  /// Makes a rollout the active one, in the place of what was.
  static void begin(RolloutStep step, Rollout rollout) {
    step.change(s -> withoutWaitingUpTo(step, rollout, s));
    Optional<Rollout> former = step.state().findActive();
    boolean leavesTraces = false;
    if (former.isPresent() && !(former.get().stage() instanceof Stage.Completed)) {
      step.recordSuperseded(former.get(), rollout);
      leavesTraces = former.get().wasPlanned();
      standAtTheTarget(step, former.get());
    }
    Instant until = step.now().plus(rollout.policy().deltaWait());
    step.change(s -> s.withActive(rollout.withStage(new Stage.WaitingForDeltas(until))));
    step.record("created");
    if (rollout.deltasComplete() || !until.isAfter(step.now())) {
      reach(step, Position.FIRST);
    }
    if (leavesTraces && !step.rollout().wasPlanned()) {
      // Nobody counts the former's outcomes any more, so it must not admit anybody either.
      long _ = step.planStanding();
    }
  }

  /// Nobody shall go forward again to what a rollback was taking back, whatever ended it.
  static void standAtTheTarget(RolloutStep step, Rollout former) {
    if (former.isRollback() && !(former.stage() instanceof Stage.Completed)) {
      step.change(s -> s.withCurrent(former.result()));
    }
  }

  private static ProductRollouts withoutWaitingUpTo(
      RolloutStep step, Rollout rollout, ProductRollouts state) {
    List<Rollout> later = new ArrayList<>();
    for (Rollout waiting : state.waiting()) {
      if (waiting.id().counter() > rollout.id().counter()) {
        later.add(waiting);
      } else if (!waiting.id().equals(rollout.id())) {
        step.recordSuperseded(waiting, rollout);
      }
    }
    return state.withWaiting(later);
  }

  /// Comes to a wave: plans it, unless a person has to approve its ring first.
  static void reach(RolloutStep step, Position at) {
    if (at.wave() == 0 && step.rollout().policy().rings().get(at.ring()).approval()) {
      step.enter(new Stage.WaitingForApproval(at));
      step.record("waiting-for-approval");
    } else {
      plan(step, at);
    }
  }

  /// Plans a wave.
  static void plan(RolloutStep step, Position at) {
    for (int ring : step.rollout().ringsOf(at)) {
      RingPolicy policy = step.rollout().policy().rings().get(ring);
      step.changeRollout(
          r ->
              r.withTrack(
                  ring,
                  t ->
                      t.opened(at.wave() + 1, Pacing.first(t, policy, at.wave() + 1), step.now())));
    }
    step.enter(new Stage.Signing(at, step.plan(NextState.ADMITTING), false));
    step.record("wave-planned");
  }

  /// Takes the reports of the partitions into the tracks of the active rollout.
  static void count(RolloutStep step) {
    Rollout before = step.rollout();
    if (!before.wasPlanned() || isSettled(before.stage())) {
      return;
    }
    List<RingTrack> tracks = new ArrayList<>();
    for (int i = 0; i < before.tracks().size(); i++) {
      String ring = before.policy().rings().get(i).name();
      RingReport total = step.state().counts().total(ring, before.firstSequence());
      tracks.add(before.tracks().get(i).withReport(total));
    }
    if (!tracks.equals(before.tracks())) {
      step.changeRollout(r -> r.withTracks(tracks).withUnrecorded());
    }
  }

  /// Once its final document is planned nobody is admitted any more, so the last counts stand.
  private static boolean isSettled(Stage stage) {
    return stage instanceof Stage.Finishing || stage instanceof Stage.Completed;
  }

  /// Asks the gates, and moves on if they let.
  static void judge(RolloutStep step) {
    switch (step.rollout().stage()) {
      case Stage.Admitting admitting ->
          judge(step, admitting.at(), admitting.sequence(), Optional.empty());
      case Stage.Soaking soaking ->
          judge(step, soaking.at(), soaking.sequence(), Optional.of(soaking.until()));
      case Stage.WaitingForApproval _ -> {
        boolean _ = stops(step);
      }
      case Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.Signing _,
          Stage.Paused _,
          Stage.Halted _,
          Stage.Finishing _,
          Stage.Completed _ -> {}
    }
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // private: a soak under way or none
  private static void judge(
      RolloutStep step, Position at, long sequence, Optional<Instant> soakUntil) {
    if (!step.state().counts().isComplete(sequence)) {
      return;
    }
    if (stops(step)) {
      return;
    }
    if (isRaising(step.rollout(), at)) {
      // What is unclear so early waits for more answers; only proof stops.
      Pacing.raise(step, at);
      return;
    }
    if (Gates.isPassed(step.rollout(), at)) {
      advance(step, at);
      return;
    }
    switch (Gates.judge(step.rollout(), at, step.now())) {
      case GateDecision.Open _ -> {
        Duration soak = step.rollout().policy().rings().get(at.ring()).soak();
        Instant until = soakUntil.orElseGet(() -> step.now().plus(soak));
        if (!until.isAfter(step.now())) {
          advance(step, at);
        } else if (soakUntil.isEmpty()) {
          step.enter(new Stage.Soaking(at, sequence, until));
          step.record("soaking");
        }
      }
      case GateDecision.Hold _ -> {
        if (soakUntil.isPresent()) {
          step.enter(new Stage.Admitting(at, sequence));
          step.record("admitting");
        }
      }
      case GateDecision.Unclear(var reason) -> Pauses.pause(step, reason);
      case GateDecision.Stop _ -> throw new IllegalStateException("a gate's stop was overlooked");
    }
  }

  /// Failures fail the rollout as the policy says. Slow devices do work, so that only a person can
  /// say what is right: they pause it, whatever a failure does.
  private static boolean stops(RolloutStep step) {
    Optional<String> stop = Gates.findStop(step.rollout(), step.now());
    if (stop.isPresent()) {
      fail(step, stop.get());
      return true;
    }
    Optional<String> slow = Gates.findSlow(step.rollout());
    slow.ifPresent(reason -> Pauses.pause(step, reason));
    return slow.isPresent();
  }

  private static boolean isRaising(Rollout rollout, Position at) {
    return !rollout.isEverywhere()
        && Pacing.isRaising(
            rollout.tracks().get(at.ring()), rollout.policy().rings().get(at.ring()));
  }

  private static void fail(RolloutStep step, String reason) {
    FailureAction action = step.rollout().policy().onFailure();
    switch (action) {
      case PAUSE -> Pauses.pause(step, reason);
      case HALT -> halt(step, reason);
      case ROLL_BACK ->
          step.state()
              .history()
              .findBefore(step.rollout(), step.state().current())
              .ifPresentOrElse(
                  release -> Rollbacks.begin(step, release, true, reason),
                  () -> halt(step, reason));
    }
  }

  /// Goes to the next wave that has devices, or ends. Rings without devices are done in passing.
  private static void advance(RolloutStep step, Position from) {
    Rollout rollout = step.rollout();
    if (rollout.isEverywhere()) {
      finish(step, 0);
      return;
    }
    int waves = rollout.policy().rings().get(from.ring()).wavesPpm().size();
    boolean empty = rollout.tracks().get(from.ring()).counts().devices() == 0;
    if (from.wave() + 1 < waves && !empty) {
      reach(step, new Position(from.ring(), from.wave() + 1));
      return;
    }
    for (int ring = from.ring() + 1; ring < rollout.tracks().size(); ring++) {
      if (rollout.tracks().get(ring).counts().devices() > 0) {
        done(step, from.ring(), ring);
        reach(step, new Position(ring, 0));
        return;
      }
    }
    finish(step, from.ring());
  }

  /// Marks the rings of `[start, end)` as done.
  private static void done(RolloutStep step, int start, int end) {
    for (int i = start; i < end; i++) {
      int ring = i;
      int waves = step.rollout().policy().rings().get(ring).wavesPpm().size();
      step.changeRollout(r -> r.withTrack(ring, t -> t.done(waves, step.now())));
    }
  }

  private static void finish(RolloutStep step, int firstRing) {
    done(step, firstRing, step.rollout().tracks().size());
    step.enter(new Stage.Finishing(step.planCompletion()));
    step.record("finishing");
  }

  /// Sends changed counts to the audit log when the last record is old enough.
  static void recordProgress(RolloutStep step) {
    Rollout rollout = step.rollout();
    Instant due = rollout.recordedAt().plus(ProductRollouts.PROGRESS_INTERVAL);
    if (rollout.unrecorded() && !step.now().isBefore(due)) {
      step.record("progress");
    }
  }

  /// Ends the active rollout. Rings that heard of it hold at once, before anything is signed.
  static void halt(RolloutStep step, String reason) {
    step.announceHalt(step.state().sequence() + 1, reason);
    boolean planned = step.rollout().wasPlanned();
    long sequence = planned ? step.plan(NextState.HALTED) : 0;
    step.enter(new Stage.Halted(reason, sequence, !planned));
    step.record("halted", reason);
  }
}
