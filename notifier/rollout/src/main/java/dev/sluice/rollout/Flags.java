package dev.sluice.rollout;

import dev.sluice.events.flag.FlagSwitch;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.signing.MetadataVersions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Switches flags off for a ring, and on again, by order. Part of the [RolloutMachine], which has
/// the table.
///
/// It is about the ring's devices, not about a release: the rollout stays where it is, whatever
/// that is. Each order is planned at once, also while an earlier one waits for its signature, and
/// counts as signed with the first document that says it.
final class Flags {
  private Flags() {}

  static Transition ordered(ProductRollouts state, RolloutEvent.FlagOrdered event, Instant now) {
    Optional<FlagSwitch> present =
        state.flags().stream().filter(flag -> flag.isOf(event.ring(), event.flag())).findFirst();
    if (present.isPresent() ? present.get().off() == event.off() : !event.off()) {
      return new Transition.Ignored(
          state,
          "flag %s of ring %s is %s already"
              .formatted(event.flag(), event.ring(), event.off() ? "off" : "on"));
    }
    Optional<String> problem = event.off() ? findProblem(state, event) : Optional.empty();
    if (problem.isPresent()) {
      return new Transition.Ignored(state, problem.get());
    }
    var flag =
        new FlagSwitch(
            event.ring(),
            event.flag(),
            event.off(),
            event.by(),
            event.reason(),
            now,
            state.sequence() + 1,
            false);
    List<FlagSwitch> next = new ArrayList<>(state.flags());
    next.removeIf(other -> other.isOf(event.ring(), event.flag()));
    next.add(flag);
    var step = new RolloutStep(state.withFlags(next), now);
    if (state.sequence() > 0 && state.findActive().isPresent()) {
      plan(step);
      step.record(
          event.off() ? "flag-off" : "flag-on",
          "%s in %s: %s"
              .formatted(
                  event.flag(), event.ring(), RolloutOrders.cause(event.by(), event.reason())));
    }
    return step.applied();
  }

  private static Optional<String> findProblem(
      ProductRollouts state, RolloutEvent.FlagOrdered event) {
    if (state.flagsOff(event.ring()).size() >= Ring.MAX_FLAGS_OFF) {
      return Optional.of(
          "ring %s of %s has %d flags off already"
              .formatted(event.ring(), state.product(), Ring.MAX_FLAGS_OFF));
    }
    return state.flags().size() >= ProductRollouts.MAX_FLAG_SWITCHES
        ? Optional.of(state.product() + " has too many flags off in all rings")
        : Optional.empty();
  }

  private static void plan(RolloutStep step) {
    Stage stage = step.rollout().stage();
    if (stage.awaitsSignature()) {
      Signatures.planAgain(step, stage);
    } else {
      long _ = step.planPresent();
    }
  }

  /// Whether an order counts as signed with this document.
  static boolean isAnySignedBy(ProductRollouts state, long sequence) {
    return state.flags().stream().anyMatch(flag -> isSignedBy(flag, sequence));
  }

  private static boolean isSignedBy(FlagSwitch flag, long sequence) {
    return !flag.signed() && flag.sequence() <= sequence;
  }

  /// Devices can read a document: those of the rings whose orders it is the first to say are told.
  static void signed(RolloutStep step, long sequence, MetadataVersions versions) {
    Set<String> rings = new LinkedHashSet<>();
    List<FlagSwitch> next = new ArrayList<>();
    for (FlagSwitch flag : step.state().flags()) {
      if (!isSignedBy(flag, sequence)) {
        next.add(flag);
        continue;
      }
      rings.add(flag.ring());
      if (flag.off()) {
        next.add(flag.asSigned());
      }
    }
    if (rings.isEmpty()) {
      return;
    }
    step.change(s -> s.withFlags(next));
    if (step.state().findActive().isPresent()) {
      rings.forEach(ring -> step.announceDocument(ring, versions));
      step.record("flags-signed");
    }
  }

  /// Whether the latest document was planned for an order, and nobody else waits for it.
  static boolean isWaiting(ProductRollouts state) {
    return state.sequence() > 0
        && state.findActive().filter(r -> !r.stage().awaitsSignature()).isPresent()
        && state.flags().stream().anyMatch(flag -> !flag.signed());
  }

  /// The signer is ahead: what it has signed does not say the orders that are not signed yet.
  static void refused(RolloutStep step) {
    if (isWaiting(step.state())) {
      long _ = step.planPresent();
    }
    step.change(
        s ->
            s.withFlags(
                s.flags().stream()
                    .map(flag -> flag.signed() ? flag : flag.plannedAt(s.sequence()))
                    .toList()));
  }

  /// Asks for a signature once more when it is overdue, under a higher sequence: what the stage
  /// says may have changed since.
  static void askAgainWhenLate(RolloutStep step) {
    findAskAgainAt(step.state())
        .filter(at -> !step.now().isBefore(at))
        .ifPresent(
            _ -> {
              long _ = step.planPresent();
            });
  }

  /// When the signature for an order is overdue that no stage waits for.
  static Optional<Instant> findAskAgainAt(ProductRollouts state) {
    return isWaiting(state)
        ? state.findActive().map(r -> r.askedAt().plus(ProductRollouts.ASK_AGAIN_INTERVAL))
        : Optional.empty();
  }
}
