/// Decides from counted outcomes whether a wave went well.
///
/// Main type: [dev.sluice.rollout.gate.Gate]. It refuses to know time, devices or rings; it only
/// sees numbers. The rollout machine and policies depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.rollout.gate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
