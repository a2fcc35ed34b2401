/// Rollouts: shown, followed, planned, ordered, tried again.
///
/// Main type: [dev.sluice.console.rollout.RolloutRoutes], over
/// [dev.sluice.console.rollout.RolloutQueries] and [dev.sluice.console.rollout.RolloutPlanner],
/// which the notifier implements. It decides nothing about rollouts: it refuses orders that can
/// have no effect. The notifier depends on it.
@NullMarked
package dev.sluice.console.rollout;

import org.jspecify.annotations.NullMarked;
