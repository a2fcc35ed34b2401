/// Takes the releases of a product through its rings, as one pure function.
///
/// Main type: [dev.sluice.rollout.RolloutMachine], whose table says what happens when. It holds
/// [dev.sluice.rollout.ProductRollouts], takes a [dev.sluice.rollout.RolloutEvent] and returns a
/// [dev.sluice.rollout.Transition]; [dev.sluice.rollout.RolloutsCodec] writes the state down. It
/// refuses to look at a clock, to send or to keep anything: shells do that, and only they depend on
/// it.
@NullMarked
@CheckReturnValue
package dev.sluice.rollout;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
