/// Counts devices and outcomes per ring, first within a partition of the devices, then over all.
///
/// Main types: [dev.sluice.rollout.count.FleetCounts] and [dev.sluice.rollout.count.RingCounts]. It
/// refuses increments: what travels are totals, which may be repeated. The rollout machine and
/// shells depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.rollout.count;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
