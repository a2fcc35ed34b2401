package dev.sluice.update.turn;

import java.util.function.Function;

/// Where a step leads.
///
/// @param <P> the states that the step may wait in: its own
public sealed interface Move<P> {
  /// What is known and to be done by then.
  Turn turn();

  /// The machine waits in this state for an answer, or for the end of a pause.
  record Wait<P>(Turn turn, P phase, Request request) implements Move<P> {}

  /// The machine goes on with what it was doing.
  record Stay<P>(Turn turn) implements Move<P> {}

  /// Another step follows at once.
  record Go<P>(Turn turn, Next next) implements Move<P> {}

  /// The same among the states of the whole machine.
  default <Q> Move<Q> in(Function<? super P, ? extends Q> whole) {
    return switch (this) {
      case Wait<P>(var turn, var phase, var request) ->
          new Wait<>(turn, whole.apply(phase), request);
      case Stay<P>(var turn) -> new Stay<>(turn);
      case Go<P>(var turn, var next) -> new Go<>(turn, next);
    };
  }
}
