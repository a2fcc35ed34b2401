package dev.sluice.publisher.catalogue;

/// Which rollback floor a new release gets.
public sealed interface FloorRule {
  /// The counter of the release before, so that devices may go back by one; 0 for the first
  /// release.
  record PreviousRelease() implements FloorRule {}

  /// A counter that its publisher chose.
  ///
  /// @param floor 0 or more; not above the release's own counter
  record At(long floor) implements FloorRule {
    /// Checks the sign.
    public At {
      if (floor < 0) {
        throw new IllegalArgumentException("rollback floor must not be negative: " + floor);
      }
    }
  }

  /// Whether a release of this counter may have the floor.
  default boolean allows(long counter) {
    return switch (this) {
      case PreviousRelease() -> true;
      case At(var floor) -> floor <= counter;
    };
  }
}
