package dev.sluice.rollout;

import dev.sluice.events.rings.NextState;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks the devices that failed to try again, by order. Part of the [RolloutMachine], which has the
/// table.
///
/// Whoever orders it has removed the cause outside of the release: a server that did not answer, a
/// disk that was full. So a rollout that had stopped goes on in the wave in which it stood.
/// Failures
/// of earlier attempts count no more, neither in the counters nor for a gate, and such a device is
/// waited for like one that has not answered; successes of all attempts count.
final class Retries {
  private Retries() {}

  static Transition ordered(ProductRollouts state, RolloutEvent.RetryOrdered event, Instant now) {
    Optional<Rollout> active = state.findActive().filter(r -> r.id().equals(event.rollout()));
    Optional<Position> at = active.flatMap(Retries::findWave);
    if (at.isEmpty() || isWithdrawn(state, active.get())) {
      return ignored(state, event, "its stage does not allow it, or its release was withdrawn");
    }
    List<Integer> rings = rings(active.get(), event);
    if (rings.isEmpty()) {
      return ignored(state, event, "there is no such ring to ask, or it was asked already");
    }
    var step = new RolloutStep(state, now);
    for (int ring : rings) {
      step.changeRollout(r -> r.withTrack(ring, track -> track.retried(event.attempt())));
    }
    for (int ring : active.get().ringsOf(at.get())) {
      step.changeRollout(r -> r.withTrack(ring, t -> t.reopened(now)));
    }
    step.enter(new Stage.Signing(at.get(), step.plan(NextState.ADMITTING), true));
    step.record("retried", RolloutOrders.cause(event.by(), event.reason()));
    return step.applied();
  }

  private static Transition ignored(
      ProductRollouts state, RolloutEvent.RetryOrdered event, String why) {
    return new Transition.Ignored(
        state,
        "cannot make attempt %d at rollout %s: %s"
            .formatted(event.attempt(), event.rollout(), why));
  }

  /// Devices never go back to what was withdrawn, and nobody is led forward to it.
  private static boolean isWithdrawn(ProductRollouts state, Rollout rollout) {
    return state.history().find(rollout.release().release()).isEmpty();
  }

  /// The wave that goes on.
  private static Optional<Position> findWave(Rollout rollout) {
    return switch (rollout.stage()) {
      case Stage.Admitting admitting -> Optional.of(admitting.at());
      case Stage.Soaking soaking -> Optional.of(soaking.at());
      case Stage.Paused(ResumePoint.InWave(var at), _, _, _) -> Optional.of(at);
      case Stage.Halted _ -> lastWave(rollout);
      case Stage.Paused _,
          Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.WaitingForApproval _,
          Stage.Signing _,
          Stage.Finishing _,
          Stage.Completed _ ->
          Optional.empty();
    };
  }

  /// The latest wave that was planned, if any was.
  static Optional<Position> lastWave(Rollout rollout) {
    for (int ring = rollout.tracks().size() - 1; ring >= 0; ring--) {
      int wave = rollout.tracks().get(ring).wave();
      if (wave > 0) {
        return Optional.of(rollout.isEverywhere() ? Position.FIRST : new Position(ring, wave - 1));
      }
    }
    return Optional.empty();
  }

  /// The rings that were reached and not asked for this attempt yet.
  private static List<Integer> rings(Rollout rollout, RolloutEvent.RetryOrdered event) {
    List<Integer> rings = new ArrayList<>();
    for (int i = 0; i < rollout.tracks().size(); i++) {
      RingPolicy ring = rollout.policy().rings().get(i);
      RingTrack track = rollout.tracks().get(i);
      if ((event.ring().isEmpty() || event.ring().equals(ring.name()))
          && track.wave() > 0
          && track.attempt() < event.attempt()) {
        rings.add(i);
      }
    }
    return rings;
  }
}
