package dev.sluice.console.rollout;

import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.rollout.plan.RolloutPlan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Says what a rollout would do; for any number of threads, one plan at a time.
@FunctionalInterface
public interface RolloutPlanner {
  /// What is asked.
  ///
  /// @param product whose
  /// @param version of the release; or its counter
  /// @param counter of the release; or its version
  /// @param policy in YAML; without it the one in force
  /// @param failedPpm failure rates to try, in millionths; without it 1, 2, 5, 10 and 50 %
  /// @param tiers nodes of each tier of edge nodes, the one next to the origin first
  /// @param seed of all chance; equal seeds give equal answers
  record PlanBody(
      ProductName product,
      Optional<Version> version,
      Optional<Long> counter,
      Optional<String> policy,
      Optional<List<Long>> failedPpm,
      Optional<List<Integer>> tiers,
      Optional<Long> seed) {}

  /// Plans.
  ///
  /// @throws IOException if the state cannot be asked now, or another plan is being made
  /// @throws dev.sluice.api.ProblemException if there is no such release, or the question is wrong
  RolloutPlan plan(PlanBody question) throws IOException;
}
