/// What people order of rollouts: topic `rollout-commands`.
@NullMarked
@CheckReturnValue
package dev.sluice.events.command;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
