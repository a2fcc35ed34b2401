/// `sluice rollout`: rollouts listed, drawn, followed, planned and ordered.
///
/// Main type: [dev.sluice.console.command.rollout.RolloutCommand]. The console's commands depend
/// on it.
@NullMarked
package dev.sluice.console.command.rollout;

import org.jspecify.annotations.NullMarked;
