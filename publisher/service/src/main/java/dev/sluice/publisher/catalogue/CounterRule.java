package dev.sluice.publisher.catalogue;

/// Which counter a new release gets.
public sealed interface CounterRule {
  /// The next one, whichever that is.
  record Next() implements CounterRule {}

  /// The next one, if it is this one: whoever asks knows what was released before.
  ///
  /// @param counter 1 or more
  record Exactly(long counter) implements CounterRule {
    /// Checks the bound.
    public Exactly {
      if (counter < 1) {
        throw new IllegalArgumentException("counter must be 1 or more: " + counter);
      }
    }
  }

  /// Whether a release may have this counter.
  default boolean allows(long counter) {
    return switch (this) {
      case Next() -> true;
      case Exactly(var wanted) -> wanted == counter;
    };
  }
}
