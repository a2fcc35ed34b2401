package dev.sluice.rollout;

import java.util.List;

/// The outcome of one step.
public sealed interface Transition {
  /// The state after the step.
  ProductRollouts state();

  /// The event was taken in.
  ///
  /// @param effects to be performed in this order once `state` is kept
  record Applied(ProductRollouts state, List<Effect> effects) implements Transition {
    /// Copies the effects.
    public Applied {
      effects = List.copyOf(effects);
    }
  }

  /// The event is stale: it was seen before, or speaks of something that is over.
  ///
  /// @param state unchanged
  /// @param reason why, for the log
  record Ignored(ProductRollouts state, String reason) implements Transition {}
}
