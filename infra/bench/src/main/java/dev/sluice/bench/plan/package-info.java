/// Compares what a plan predicts with what the same rollout then does.
///
/// Main type: [dev.sluice.bench.plan.PlanBenchmark]. Nothing depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.bench.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
