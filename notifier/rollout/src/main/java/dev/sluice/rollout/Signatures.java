package dev.sluice.rollout;

import dev.sluice.events.rings.NextState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the signer's answers, and their absence, mean for the active rollout. Part of the
/// [RolloutMachine], which has the table.
final class Signatures {
  private Signatures() {}

  static Transition signed(ProductRollouts state, RolloutEvent.RingsSigned event, Instant now) {
    Optional<Rollout> rollout = state.findActive().filter(r -> awaits(r.stage(), event.sequence()));
    if (rollout.isEmpty() && !Flags.isAnySignedBy(state, event.sequence())) {
      return new Transition.Ignored(state, "nobody waits for rings document " + event.sequence());
    }
    var step = new RolloutStep(state, now);
    rollout.ifPresent(waiting -> signed(step, waiting.stage(), event));
    Flags.signed(step, event.sequence(), event.versions());
    return step.applied();
  }

  private static void signed(RolloutStep step, Stage stage, RolloutEvent.RingsSigned event) {
    switch (stage) {
      case Stage.Signing signing -> {
        List<Integer> rings = step.rollout().ringsOf(signing.at());
        rings.forEach(ring -> step.announce(ring, event.versions()));
        if (signing.resumed()) {
          step.announceAgain(rings, event.versions());
        }
        step.enter(new Stage.Admitting(signing.at(), signing.sequence()));
        step.record("wave-announced");
        Waves.judge(step);
      }
      case Stage.Paused paused -> {
        step.announceAgain(List.of(), event.versions());
        step.enter(new Stage.Paused(paused.point(), paused.reason(), paused.sequence(), true));
        step.record("pause-signed");
      }
      case Stage.Halted halted -> {
        step.enter(new Stage.Halted(halted.reason(), halted.sequence(), true));
        step.record("halt-signed");
      }
      case Stage.Finishing finishing -> {
        step.change(s -> s.withCurrent(step.rollout().result()));
        step.enter(new Stage.Completed(finishing.sequence(), true));
        step.record("completed");
      }
      case Stage.Completed completed -> {
        step.announceAgain(List.of(), event.versions());
        step.enter(new Stage.Completed(completed.sequence(), true));
        step.record("safeguards-signed");
      }
      case Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.WaitingForApproval _,
          Stage.Admitting _,
          Stage.Soaking _ ->
          throw new IllegalStateException("stage " + stage + " awaits no signature");
    }
  }

  /// The signer is ahead: everything after this is planned above what it has signed.
  static Transition refused(ProductRollouts state, RolloutEvent.RingsRefused event, Instant now) {
    Optional<Rollout> rollout = state.findActive().filter(r -> awaits(r.stage(), event.sequence()));
    boolean isForFlags = event.sequence() == state.sequence() && Flags.isWaiting(state);
    if (rollout.isEmpty() && !isForFlags && event.lastSignedSequence() <= state.sequence()) {
      return new Transition.Ignored(state, "nobody waits for rings document " + event.sequence());
    }
    var step = new RolloutStep(state, now);
    step.change(s -> s.withSequence(Math.max(s.sequence(), event.lastSignedSequence())));
    rollout.ifPresent(r -> planAgain(step, r.stage()));
    Flags.refused(step);
    return step.applied();
  }

  /// Plans what stands once more, with other holds or floor releases. A document must have been
  /// planned before.
  ///
  /// @param isLifted whether devices may come in again, which then have the time of a wave
  static void planAnew(RolloutStep step, boolean isLifted) {
    Rollout rollout = step.rollout();
    if (!rollout.wasPlanned()) {
      long _ = step.planStanding();
      return;
    }
    switch (rollout.stage()) {
      case Stage.Signing signing -> planWave(step, signing.at(), signing.resumed(), isLifted);
      case Stage.Admitting admitting -> planWave(step, admitting.at(), true, isLifted);
      case Stage.Soaking soaking -> planWave(step, soaking.at(), true, isLifted);
      // Its gate leads there again.
      case Stage.WaitingForApproval _ ->
          Retries.lastWave(rollout).ifPresent(at -> planWave(step, at, true, isLifted));
      case Stage.Paused _, Stage.Halted _, Stage.Finishing _, Stage.Completed _ ->
          planAgain(step, rollout.stage());
      case Stage.WaitingForStart _, Stage.WaitingForDeltas _ -> {
        long _ = step.planStanding();
      }
    }
  }

  private static void planWave(RolloutStep step, Position at, boolean tellsAll, boolean isLifted) {
    if (isLifted) {
      for (int ring : step.rollout().ringsOf(at)) {
        step.changeRollout(r -> r.withTrack(ring, track -> track.reopened(step.now())));
      }
    }
    step.enter(new Stage.Signing(at, step.plan(NextState.ADMITTING), tellsAll));
  }

  /// Plans what a stage waits for once more, under a higher sequence.
  static void planAgain(RolloutStep step, Stage stage) {
    switch (stage) {
      case Stage.Signing signing ->
          step.enter(
              new Stage.Signing(signing.at(), step.plan(NextState.ADMITTING), signing.resumed()));
      case Stage.Paused paused ->
          step.enter(
              new Stage.Paused(
                  paused.point(), paused.reason(), step.plan(NextState.PAUSED), false));
      case Stage.Halted halted ->
          step.enter(new Stage.Halted(halted.reason(), step.plan(NextState.HALTED), false));
      case Stage.Finishing _ -> step.enter(new Stage.Finishing(step.planCompletion()));
      case Stage.Completed _ -> step.enter(new Stage.Completed(step.planCompletion(), false));
      case Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.WaitingForApproval _,
          Stage.Admitting _,
          Stage.Soaking _ ->
          throw new IllegalStateException("stage " + stage + " awaits no signature");
    }
  }

  /// Asks for the same signature once more when it is overdue. What was asked for may have been
  /// lost
  /// on its way; the signer answers a document that it has signed as it did the first time.
  static void askAgainWhenLate(RolloutStep step) {
    Rollout rollout = step.rollout();
    Instant due = rollout.askedAt().plus(ProductRollouts.ASK_AGAIN_INTERVAL);
    if (rollout.stage().awaitsSignature() && !step.now().isBefore(due)) {
      askAgain(step);
    }
  }

  /// Asks for the signature that the stage waits for once more.
  static void askAgain(RolloutStep step) {
    switch (step.rollout().stage()) {
      case Stage.Signing signing -> step.planSame(signing.sequence(), NextState.ADMITTING);
      case Stage.Paused paused -> step.planSame(paused.sequence(), NextState.PAUSED);
      case Stage.Halted halted -> step.planSame(halted.sequence(), NextState.HALTED);
      case Stage.Finishing finishing -> step.planSameCompletion(finishing.sequence());
      case Stage.Completed completed -> step.planSameCompletion(completed.sequence());
      case Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.WaitingForApproval _,
          Stage.Admitting _,
          Stage.Soaking _ ->
          throw new IllegalStateException(
              "stage " + step.rollout().stage() + " awaits no signature");
    }
  }

  private static boolean awaits(Stage stage, long sequence) {
    return switch (stage) {
      case Stage.Signing signing -> signing.sequence() == sequence;
      case Stage.Paused paused -> paused.sequence() == sequence && !paused.signed();
      case Stage.Halted halted -> halted.sequence() == sequence && !halted.signed();
      case Stage.Finishing finishing -> finishing.sequence() == sequence;
      case Stage.Completed completed -> completed.sequence() == sequence && !completed.signed();
      case Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.WaitingForApproval _,
          Stage.Admitting _,
          Stage.Soaking _ ->
          false;
    };
  }
}
