/// Answers what a rollout would do, from the inventory and the releases that were published.
///
/// Main type: [dev.sluice.notifier.plan.Planner]. It refuses to plan what was not published. The
/// notifier's console depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.notifier.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
