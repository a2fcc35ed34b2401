package dev.sluice.rollout;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.safeguard.Safeguard;
import dev.sluice.events.safeguard.Safeguards;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Obeys what people order. Part of the [RolloutMachine], which has the table.
final class RolloutOrders {
  private static final int AHEAD_LIMIT = 32;
  private static final int TEXT_LIMIT = 400;

  private RolloutOrders() {}

  static Transition ordered(ProductRollouts state, RolloutEvent.Ordered event, Instant now) {
    if (event.rollout().counter() > state.history().lastCounter()) {
      return keepAhead(state, event, now);
    }
    var step = new RolloutStep(state, now);
    Optional<Rollout> waiting =
        state.waiting().stream().filter(r -> r.id().equals(event.rollout())).findFirst();
    Optional<Rollout> active = state.findActive().filter(r -> r.id().equals(event.rollout()));
    boolean obeyed = false;
    if (waiting.isPresent()) {
      obeyed = orderWaiting(step, waiting.get(), event);
    } else if (active.isPresent()) {
      obeyed = orderActive(step, active.get(), event);
    }
    return obeyed ? step.applied() : new Transition.Ignored(state, reason(state, event));
  }

  private static String reason(ProductRollouts state, RolloutEvent.Ordered event) {
    String stands = state.find(event.rollout()).map(Snapshots::stateName).orElse("over");
    return "cannot %s rollout %s: it is %s"
        .formatted(event.order().name().toLowerCase(Locale.ROOT), event.rollout(), stands);
  }

  /// Orders for a release that is not signed yet wait for it; when there are too many the oldest
  /// goes.
  private static Transition keepAhead(
      ProductRollouts state, RolloutEvent.Ordered event, Instant now) {
    if (state.ahead().orders().contains(event)) {
      return new Transition.Ignored(state, "the order is kept already");
    }
    List<RolloutEvent.Ordered> ahead = new ArrayList<>(state.ahead().orders());
    ahead.add(event);
    if (ahead.size() > AHEAD_LIMIT) {
      ahead.removeFirst();
    }
    var step = new RolloutStep(state, now);
    step.change(s -> s.withAhead(before -> before.withOrders(ahead)));
    return step.applied();
  }

  /// Obeys the orders that came ahead of a release, as a part of the step in which it comes.
  static Transition takeAhead(RolloutStep step, RolloutId rollout) {
    List<RolloutEvent.Ordered> ahead = step.state().ahead().orders();
    List<RolloutEvent.Ordered> later =
        ahead.stream().filter(order -> order.rollout().counter() > rollout.counter()).toList();
    step.change(s -> s.withAhead(before -> before.withOrders(later)));
    for (RolloutEvent.Ordered order : ahead) {
      if (order.rollout().equals(rollout)) {
        step.take(ordered(step.state(), order, step.now()));
      }
    }
    return step.applied();
  }

  private static boolean orderWaiting(
      RolloutStep step, Rollout rollout, RolloutEvent.Ordered event) {
    return switch (event.order()) {
      case START -> {
        Waves.begin(step, rollout);
        yield true;
      }
      case HALT -> {
        step.change(
            s ->
                s.withWaiting(
                    s.waiting().stream().filter(r -> !r.id().equals(rollout.id())).toList()));
        String cause = cause(event);
        step.record(rollout.withStage(new Stage.Halted(cause, 0, true)), "halted", cause);
        yield true;
      }
      case PAUSE, RESUME -> false;
    };
  }

  private static boolean orderActive(
      RolloutStep step, Rollout rollout, RolloutEvent.Ordered event) {
    switch (event.order()) {
      case START -> {
        return false;
      }
      case PAUSE -> {
        if (rollout.stage() instanceof Stage.Paused paused && !paused.signed()) {
          Signatures.askAgain(step);
          step.record("paused", cause(event));
        } else if (isPausable(rollout.stage())) {
          Pauses.pause(step, cause(event));
        } else {
          return false;
        }
      }
      case RESUME -> {
        if (!(rollout.stage() instanceof Stage.Paused paused)) {
          return false;
        }
        Pauses.resume(step, paused.point(), cause(event));
      }
      case HALT -> {
        if (rollout.stage() instanceof Stage.Halted halted && !halted.signed()) {
          step.announceHalt(halted.sequence(), halted.reason());
          Signatures.askAgain(step);
          step.record("halted", cause(event));
        } else if (rollout.isUnderWay()) {
          Waves.halt(step, cause(event));
        } else {
          return false;
        }
      }
    }
    return true;
  }

  /// Lets the rollout past the gate of a wave, if it still is in that wave.
  static Transition promoted(ProductRollouts state, RolloutEvent.Promoted event, Instant now) {
    Optional<Rollout> active = state.findActive().filter(r -> r.id().equals(event.rollout()));
    Optional<Position> at = active.flatMap(r -> findWave(r.stage()));
    if (at.isEmpty() || !isNamed(active.get(), at.get(), event.ring(), event.wave())) {
      return new Transition.Ignored(
          state,
          "cannot promote wave %d of ring %s of rollout %s: it is not in it"
              .formatted(event.wave(), event.ring(), event.rollout()));
    }
    var step = new RolloutStep(state, now);
    Pauses.promote(step, at.get(), cause(event.by(), event.reason()));
    return step.applied();
  }

  /// Keeps devices out of going forward, or lets them in again. Devices obey once the document that
  /// says so is signed.
  static Transition safeguarded(
      ProductRollouts state, RolloutEvent.SafeguardOrdered event, Instant now) {
    List<Safeguard> next = new ArrayList<>(state.safeguards());
    boolean isThere = next.stream().anyMatch(held -> held.hold().name().equals(event.name()));
    if (event.hold().isPresent() == isThere) {
      return new Transition.Ignored(
          state,
          "hold %s of %s: there is %s of that name"
              .formatted(event.name(), state.product(), isThere ? "one" : "none"));
    }
    if (event.hold().isPresent() && next.size() == Safeguards.MAX_HOLDS) {
      return new Transition.Ignored(
          state, "%s has %d holds already".formatted(state.product(), Safeguards.MAX_HOLDS));
    }
    next.removeIf(held -> held.hold().name().equals(event.name()));
    event.hold().ifPresent(hold -> next.add(new Safeguard(hold, event.by(), event.reason(), now)));
    var step = new RolloutStep(state, now);
    step.change(s -> s.withSafeguards(next));
    if (state.sequence() > 0 && state.findActive().isPresent()) {
      Signatures.planAnew(step, isThere);
      step.record(
          isThere ? "safeguard-lifted" : "safeguard-added",
          event.name() + ": " + cause(event.by(), event.reason()));
    }
    return step.applied();
  }

  /// Lets a ring begin, if the rollout waits in front of it.
  static Transition approved(ProductRollouts state, RolloutEvent.Approved event, Instant now) {
    Optional<Rollout> active = state.findActive().filter(r -> r.id().equals(event.rollout()));
    if (active.isEmpty()
        || !(active.get().stage() instanceof Stage.WaitingForApproval(var next))
        || !isNamed(active.get(), next, event.ring(), next.wave() + 1)) {
      return new Transition.Ignored(
          state,
          "cannot approve ring %s of rollout %s: it does not wait for it"
              .formatted(event.ring(), event.rollout()));
    }
    var step = new RolloutStep(state, now);
    step.record("approved", cause(event.by(), event.reason()));
    Waves.plan(step, next);
    return step.applied();
  }

  /// The announced wave that a stage is about.
  private static Optional<Position> findWave(Stage stage) {
    return switch (stage) {
      case Stage.Admitting admitting -> Optional.of(admitting.at());
      case Stage.Soaking soaking -> Optional.of(soaking.at());
      case Stage.Paused(ResumePoint.InWave(var at), _, _, _) -> Optional.of(at);
      case Stage.Paused _,
          Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.WaitingForApproval _,
          Stage.Signing _,
          Stage.Halted _,
          Stage.Finishing _,
          Stage.Completed _ ->
          Optional.empty();
    };
  }

  private static boolean isNamed(Rollout rollout, Position at, String ring, int wave) {
    return at.wave() + 1 == wave
        && rollout.ringsOf(at).stream()
            .anyMatch(index -> rollout.policy().rings().get(index).name().equals(ring));
  }

  /// Whether it can be paused.
  static boolean isPausable(Stage stage) {
    return switch (stage) {
      case Stage.WaitingForDeltas _,
          Stage.WaitingForApproval _,
          Stage.Signing _,
          Stage.Admitting _,
          Stage.Soaking _ ->
          true;
      case Stage.WaitingForStart _,
          Stage.Paused _,
          Stage.Halted _,
          Stage.Finishing _,
          Stage.Completed _ ->
          false;
    };
  }

  private static String cause(RolloutEvent.Ordered event) {
    return cause(event.by(), event.reason());
  }

  static String cause(String by, String reason) {
    return reason.isEmpty() ? "by " + cut(by) : cut(reason) + " (" + cut(by) + ")";
  }

  private static String cut(String text) {
    int end =
        text.offsetByCodePoints(0, Math.min(text.codePointCount(0, text.length()), TEXT_LIMIT));
    return text.substring(0, end);
  }
}
