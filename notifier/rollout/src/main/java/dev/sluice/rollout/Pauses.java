package dev.sluice.rollout;

import dev.sluice.events.rings.NextState;
import dev.sluice.rollout.policy.RingPolicy;

/// Stops the active rollout for a person, and goes on when one says so. Part of the
/// [RolloutMachine], which has the table.
final class Pauses {
  private Pauses() {}

  /// Stops admitting until somebody resumes. The stage must allow it.
  static void pause(RolloutStep step, String reason) {
    switch (step.rollout().stage()) {
      case Stage.WaitingForDeltas(var until) ->
          step.enter(new Stage.Paused(new ResumePoint.BeforeFirstWave(until), reason, 0, true));
      case Stage.Signing signing -> pauseIn(step, signing.at(), reason);
      case Stage.Admitting admitting -> pauseIn(step, admitting.at(), reason);
      case Stage.Soaking soaking -> pauseIn(step, soaking.at(), reason);
      case Stage.WaitingForApproval(var next) -> pauseBefore(step, next, reason);
      case Stage.WaitingForStart _,
          Stage.Paused _,
          Stage.Halted _,
          Stage.Finishing _,
          Stage.Completed _ ->
          throw new IllegalStateException("cannot pause from " + step.rollout().stage());
    }
    step.record("paused", reason);
  }

  private static void pauseIn(RolloutStep step, Position at, String reason) {
    long sequence = step.plan(NextState.PAUSED);
    step.enter(new Stage.Paused(new ResumePoint.InWave(at), reason, sequence, false));
  }

  /// Goes on in the last ring that has devices, whose gate then leads to the approval again.
  private static void pauseBefore(RolloutStep step, Position next, String reason) {
    for (int ring = next.ring() - 1; ring >= 0; ring--) {
      RingTrack track = step.rollout().tracks().get(ring);
      if (track.counts().devices() > 0) {
        pauseIn(step, new Position(ring, track.wave() - 1), reason);
        return;
      }
    }
    step.enter(new Stage.Paused(new ResumePoint.BeforeFirstWave(step.now()), reason, 0, true));
  }

  /// Lets the rollout past the gate of its wave. Whoever promotes has seen the outcomes so far and
  /// accepts them.
  static void promote(RolloutStep step, Position at, String cause) {
    acceptFailures(step);
    for (int ring : step.rollout().ringsOf(at)) {
      step.changeRollout(r -> r.withTrack(ring, RingTrack::withPromotion));
    }
    step.record("promoted", cause);
    if (step.rollout().stage() instanceof Stage.Paused paused) {
      resume(step, paused.point(), cause);
    } else {
      Waves.judge(step);
    }
  }

  private static void acceptFailures(RolloutStep step) {
    for (int i = 0; i < step.rollout().tracks().size(); i++) {
      int index = i;
      RingPolicy ring = step.rollout().policy().rings().get(i);
      step.changeRollout(
          r -> r.withTrack(index, track -> track.withFailuresAccepted(ring, step.now())));
    }
  }

  /// Goes on with a paused rollout. Whoever resumes has seen the failures so far and accepts them.
  static void resume(RolloutStep step, ResumePoint point, String cause) {
    acceptFailures(step);
    switch (point) {
      case ResumePoint.BeforeFirstWave(var until) -> {
        step.enter(new Stage.WaitingForDeltas(until));
        step.record("resumed", cause);
        if (step.rollout().deltasComplete() || !until.isAfter(step.now())) {
          Waves.reach(step, Position.FIRST);
        }
      }
      case ResumePoint.InWave(var at) -> {
        for (int ring : step.rollout().ringsOf(at)) {
          step.changeRollout(r -> r.withTrack(ring, t -> t.reopened(step.now())));
        }
        step.enter(new Stage.Signing(at, step.plan(NextState.ADMITTING), true));
        step.record("resumed", cause);
      }
    }
  }
}
