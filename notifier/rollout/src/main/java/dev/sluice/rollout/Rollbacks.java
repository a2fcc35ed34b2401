package dev.sluice.rollout;

import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Takes devices back to an earlier release. Part of the [RolloutMachine], which has the table.
///
/// A rollback is a rollout of its own: it goes through the same rings, and its document orders what
/// no other may, a lower counter. It counts only devices that run something later. Once it is
/// through
/// the rings stand at its release with a mark, so that a device which was away goes back, too.
final class Rollbacks {
  private Rollbacks() {}

  static Transition ordered(
      ProductRollouts state, RolloutEvent.RollbackOrdered event, Instant now) {
    if (findUndoable(state, event.rollout()).isEmpty()) {
      return new Transition.Ignored(
          state,
          "cannot roll back rollout %s: it is not the latest that reached devices"
              .formatted(event.rollout()));
    }
    Optional<ReleaseRef> target =
        targets(state, event.rollout()).stream()
            .filter(release -> release.release().equals(event.target()))
            .findFirst();
    if (target.isEmpty()) {
      return new Transition.Ignored(
          state,
          "cannot roll back rollout %s to %s: it is no live release before it"
              .formatted(event.rollout(), event.target()));
    }
    var step = new RolloutStep(state, now);
    begin(step, target.get(), event.everywhere(), RolloutOrders.cause(event.by(), event.reason()));
    return step.applied();
  }

  /// Where a rollout can be rolled back to, the latest release first; nowhere unless it is the
  /// latest that reached devices.
  static List<ReleaseRef> targets(ProductRollouts state, RolloutId rollout) {
    return findUndoable(state, rollout).stream()
        .flatMap(
            active ->
                state.history().live().reversed().stream()
                    .filter(release -> release.counter() < undone(active).counter()))
        .toList();
  }

  private static Optional<Rollout> findUndoable(ProductRollouts state, RolloutId rollout) {
    return state.findActive().filter(r -> r.id().equals(rollout) && r.wasPlanned());
  }

  /// Puts a rollback in the place of the active rollout. Devices that have not switched to that one
  /// hold at once.
  static void begin(RolloutStep step, ReleaseRef target, boolean everywhere, String cause) {
    Rollout former = step.rollout();
    step.announceHalt(step.state().sequence() + 1, cause);
    step.recordRolledBack(cause);
    Waves.standAtTheTarget(step, former);
    step.change(s -> s.withHistory(ReleaseHistory::withNextRun));
    var rollout =
        Rollout.create(
            new RolloutId(
                step.state().product(), target.counter(), step.state().history().lastRun()),
            target,
            new Purpose.Rollback(undone(former), everywhere),
            policy(former.policy()),
            true,
            step.now());
    step.change(s -> s.withActive(rollout));
    step.record("rollback-ordered", cause);
    Waves.plan(step, everywhere ? new Position(rollout.tracks().size() - 1, 0) : Position.FIRST);
  }

  /// The rollout that is undone: that of a rollback which another one replaces stays the one.
  private static RolloutId undone(Rollout rollout) {
    return switch (rollout.purpose()) {
      case Purpose.Advance() -> rollout.id();
      case Purpose.Rollback(var of, _) -> of;
    };
  }

  /// Each ring in one wave, without soaking or approval, and without waiting for devices that are
  /// off. What a gate stops waits for a person. Who takes a release back does so because it does
  /// harm: devices do not wait for a maintenance window.
  private static RolloutPolicy policy(RolloutPolicy of) {
    List<RingPolicy> rings =
        of.rings().stream()
            .map(
                ring ->
                    new RingPolicy(
                        ring.name(),
                        ring.selector(),
                        List.of(RingPolicy.WHOLE_PPM),
                        Duration.ZERO,
                        ring.pullWindow(),
                        ring.silentAfter(),
                        false,
                        ring.gate().withSilenceIgnored()))
            .toList();
    return new RolloutPolicy(
        rings, Duration.ZERO, StartMode.AUTOMATIC, FailureAction.PAUSE, of.floors());
  }
}
