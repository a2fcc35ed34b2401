package dev.sluice.tuf.trust;

import java.util.Optional;
import java.util.function.Function;

/// What a row of checks came to: a value that passed them all, or the first refusal.
///
/// Lets the rules stand in the order of the specification, each on a line of its own.
sealed interface Checked<T> {
  record Passed<T>(T value) implements Checked<T> {}

  record Failed<T>(Refusal refusal) implements Checked<T> {}

  /// Goes on with the next step if all checks so far passed.
  default <R> Checked<R> then(Function<T, Checked<R>> step) {
    return switch (this) {
      case Passed<T>(var value) -> step.apply(value);
      case Failed<T>(var refusal) -> new Failed<>(refusal);
    };
  }

  /// Adds a check that leaves the value as it is.
  default Checked<T> check(Function<T, Optional<Refusal>> check) {
    return then(
        value -> {
          Optional<Refusal> refusal = check.apply(value);
          return refusal.isPresent() ? new Failed<>(refusal.get()) : new Passed<>(value);
        });
  }

  /// The value, if everything passed.
  default Optional<T> findValue() {
    return switch (this) {
      case Passed<T>(var value) -> Optional.of(value);
      case Failed<T> _ -> Optional.empty();
    };
  }
}
