package dev.sluice.update.memory;

import dev.sluice.events.TraceParent;
import dev.sluice.events.rings.RolloutId;
import java.util.Optional;

/// The trace that the work for a rollout belongs to, from publish to the device's confirmation.
public sealed interface RolloutTrace {
  /// None is known.
  record Nothing() implements RolloutTrace {}

  /// The trace of one rollout.
  ///
  /// @param trace the announcement's, or one that the device began itself
  record Of(RolloutId rollout, TraceParent trace) implements RolloutTrace {}

  /// The trace, if it is that rollout's.
  default Optional<TraceParent> find(RolloutId wanted) {
    return this instanceof Of(var rollout, var trace) && rollout.equals(wanted)
        ? Optional.of(trace)
        : Optional.empty();
  }
}
