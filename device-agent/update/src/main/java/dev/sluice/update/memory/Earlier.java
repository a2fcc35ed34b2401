package dev.sluice.update.memory;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.update.plan.Plan;

/// What ran before the installed release. Somebody may put that back behind the agent's back: a
/// boot loader, a watchdog, a person.
public sealed interface Earlier {
  /// Nothing that is known.
  record Nothing() implements Earlier {}

  /// A release.
  ///
  /// @param release what ran
  /// @param rollout the rollout that replaced it
  /// @param attempt which attempt at it, from 1
  record Replaced(Installed.Release release, RolloutId rollout, int attempt) implements Earlier {}

  /// What ran before the plan's release does.
  ///
  /// @param installed what runs until then
  default Earlier afterSwitch(Installed installed, Plan plan) {
    return switch (installed) {
      case Installed.Nothing _ -> new Nothing();
      case Installed.Release same when same.manifest().equals(plan.manifest()) -> this;
      case Installed.Release other -> new Replaced(other, plan.rollout(), plan.attempt());
    };
  }
}
