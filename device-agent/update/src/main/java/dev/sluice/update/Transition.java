package dev.sluice.update;

import dev.sluice.update.port.Effect;
import java.util.List;

/// What one event leads to.
///
/// @param state the next state
/// @param effects what to do, in this order
public record Transition(UpdateState state, List<Effect> effects) {
  /// Copies the list.
  public Transition {
    effects = List.copyOf(effects);
  }
}
