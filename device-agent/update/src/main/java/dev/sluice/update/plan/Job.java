package dev.sluice.update.plan;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.port.UpdateEvent;
import java.time.Instant;
import java.util.Optional;

/// The work that a power cut must not lose.
public sealed interface Job {
  /// What it brings or installs; absent if that is not known yet.
  default Optional<Plan> findPlan() {
    return switch (this) {
      case Nothing _, Scheduled _ -> Optional.empty();
      case Underway underway -> Optional.of(underway.plan());
      case InPlace inPlace -> Optional.of(inPlace.plan());
      case Trial trial -> Optional.of(trial.plan());
    };
  }

  /// Whether it belongs to this rollout.
  default boolean isOf(RolloutId rollout) {
    return this instanceof Scheduled scheduled
        ? scheduled.rollout().equals(rollout)
        : findPlan().filter(plan -> plan.rollout().equals(rollout)).isPresent();
  }

  /// Which way the bytes of a plan come, by what was remembered.
  default Route routeOf(Plan plan) {
    return this instanceof Underway(var known, _, var route)
            && known.withSchedule(plan.schedule()).equals(plan)
        ? route
        : Route.PATCH;
  }

  /// The plan whose release is there whole, and waits to be switched to.
  default Optional<Plan> findReady() {
    return switch (this) {
      case Underway(var plan, var step, _) when step == Step.READY -> Optional.of(plan);
      case InPlace(var plan, _, var stage, _) when stage == Stage.READY -> Optional.of(plan);
      case Nothing _, Scheduled _, Underway _, InPlace _, Trial _ -> Optional.empty();
    };
  }

  /// The same work upon a plan that is ready, with another schedule.
  ///
  /// @throws IllegalStateException if none is ready: a bug
  default Job withReady(Plan plan) {
    return switch (this) {
      case Underway(_, var step, var route) -> new Underway(plan, step, route);
      case InPlace(_, var order, var stage, var mark) -> new InPlace(plan, order, stage, mark);
      case Nothing _, Scheduled _, Trial _ ->
          throw new IllegalStateException("no release is whole in " + this);
    };
  }

  /// Since when the device may switch to the rollout's release, if it were not for windows.
  default Optional<Instant> findSince(RolloutId rollout) {
    return findPlan()
        .filter(plan -> plan.rollout().equals(rollout))
        .map(Plan::schedule)
        .filter(schedule -> !schedule.equals(Schedule.ANYTIME))
        .map(Schedule::since);
  }

  /// No work.
  record Nothing() implements Job {}

  /// Admitted, and spread over the wave's window. Kept, so that looking again does not draw again.
  ///
  /// @param rollout the rollout that admitted the device
  /// @param startAt when it may start
  record Scheduled(RolloutId rollout, Instant startAt) implements Job {}

  /// A release is on its way.
  ///
  /// @param plan what to install
  /// @param step how far it is
  /// @param route which way its bytes come
  record Underway(Plan plan, Step step, Route route) implements Job {}

  /// A release is made over the installed file.
  ///
  /// @param plan what to install
  /// @param order which patch gives it
  /// @param stage whether the installed file may be half new
  /// @param mark what the health check must find changed, see [UpdateEvent.LookedBefore]
  record InPlace(Plan plan, InPlaceOrder order, Stage stage, String mark) implements Job {}

  /// A release must prove in its place that it is healthy, or the device goes back.
  ///
  /// @param plan what is installed
  /// @param step how far it is
  /// @param proofs how often a proof was begun: once, and once more after each start
  /// @param fallback what to go back to
  /// @param mark what the health check must find changed, see [UpdateEvent.LookedBefore]
  /// @param text what the confirmation shall say: of the installation, or why the device goes back
  record Trial(Plan plan, TrialStep step, int proofs, Fallback fallback, String mark, String text)
      implements Job {
    /// Checks the count.
    public Trial {
      if (proofs < 0) {
        throw new IllegalArgumentException("proofs must be 0 or more, got " + proofs);
      }
    }

    /// A release that is in place, from which nothing leads back.
    ///
    /// @param mark what the health check must find changed; empty if there was no switch
    /// @param text what people should know of the installation
    public static Trial withoutReturn(Plan plan, String mark, String text) {
      return new Trial(plan, TrialStep.SWITCHING, 0, new Fallback.Nothing(), mark, text);
    }

    /// The next proof begins.
    public Trial proving() {
      return new Trial(plan, TrialStep.PROVING, proofs + 1, fallback, mark, text);
    }

    /// The device goes back.
    public Trial returning(String reason) {
      return new Trial(plan, TrialStep.RETURNING, proofs, fallback, mark, reason);
    }
  }

  /// How far a release is that must prove its health.
  enum TrialStep {
    /// The switch has begun: the old or the new file is in place, whole.
    SWITCHING("switching"),
    /// The new file is in place; the previous one, if there is one, stands beside it.
    PROVING("proving"),
    /// The new file is not healthy: it or the previous one is in place, whole.
    RETURNING("returning");

    private final String jsonName;

    TrialStep(String jsonName) {
      this.jsonName = jsonName;
    }

    /// The name in the stored state.
    public String jsonName() {
      return jsonName;
    }
  }

  /// How far a release is that is made over the installed file.
  enum Stage {
    /// The patch is there and right; nothing is overwritten.
    READY("ready"),
    /// The installed file may be neither old nor new, until it is completed.
    OVERWRITING("overwriting");

    private final String jsonName;

    Stage(String jsonName) {
      this.jsonName = jsonName;
    }

    /// The name in the stored state.
    public String jsonName() {
      return jsonName;
    }
  }

  /// Which way the bytes of an artifact come, the best first. Kept, so that a device does not try
  /// again after a power cut what it was refused before it.
  enum Route {
    /// By a patch to the installed file, or several, one after the other.
    PATCH("patch"),
    /// Compressed: by a patch to nothing.
    COMPRESSED("compressed"),
    /// As they are, slice by slice.
    SLICES("slices");

    private final String jsonName;

    Route(String jsonName) {
      this.jsonName = jsonName;
    }

    /// The name in the stored state.
    public String jsonName() {
      return jsonName;
    }
  }

  /// How far a release is.
  enum Step {
    /// Its bytes are being brought together.
    FETCHING("fetching"),
    /// A patch is being applied while it is fetched.
    APPLYING("applying"),
    /// All bytes are there and right.
    READY("ready"),
    /// The switch has begun: the old or the new file is in place, whole.
    SWITCHING("switching");

    private final String jsonName;

    Step(String jsonName) {
      this.jsonName = jsonName;
    }

    /// The name in the stored state.
    public String jsonName() {
      return jsonName;
    }
  }
}
