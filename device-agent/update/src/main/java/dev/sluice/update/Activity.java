package dev.sluice.update;

import dev.sluice.update.turn.Request;
import java.time.Instant;
import java.util.Optional;

/// What the machine is doing.
sealed interface Activity {
  /// Nothing yet: before the first event.
  record New() implements Activity {}

  /// It waits for the next look, an announcement, or its place in a wave's window.
  ///
  /// @param until when it is woken
  record Idle(Instant until) implements Activity {}

  /// It waits in a state of one of its steps.
  ///
  /// @param request what for
  record Busy(Phase phase, Request request) implements Activity {}

  /// The state in which it waits; absent if nothing is under way.
  default Optional<Phase> findPhase() {
    return this instanceof Busy(var phase, _) ? Optional.of(phase) : Optional.empty();
  }

  /// The state as a step, or nothing, calls it.
  default Class<?> stateType() {
    return this instanceof Busy(var phase, _) ? phase.inner().getClass() : getClass();
  }
}
