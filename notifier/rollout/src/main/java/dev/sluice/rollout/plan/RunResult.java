package dev.sluice.rollout.plan;

import java.util.List;
import java.util.Optional;

/// How one run went. Times are milliseconds since its start.
///
/// @param end `completed`, `paused`, `halted` or `unfinished`
/// @param tookMillis to its end
/// @param isStopped whether a gate stopped it, not a doubt
/// @param ring the index of the ring that it ended in
/// @param exposed devices that had started by then
/// @param spans when each ring was entered and left; -1 if it was not
/// @param confirmed the curve of each ring
/// @param traffic of the tiers; empty if nobody looked
/// @param steps of the machine
record RunResult(
    String end,
    long tookMillis,
    boolean isStopped,
    int ring,
    long exposed,
    List<Span> spans,
    List<List<RolloutPlan.Point>> confirmed,
    Optional<List<RolloutPlan.TierPlan>> traffic,
    int steps) {
  static final String COMPLETED = "completed";
  static final String PAUSED = "paused";
  static final String HALTED = "halted";
  static final String UNFINISHED = "unfinished";

  record Span(long startMillis, long endMillis) {}
}
