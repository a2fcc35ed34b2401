/// Every change of a rollout, and what people ordered: topic `rollouts`, the audit log.
@NullMarked
@CheckReturnValue
package dev.sluice.events.rollout;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
