package dev.sluice.publisher.catalogue;

import dev.sluice.release.Manifest;

/// Whether a version has its place in the product's history.
public sealed interface Numbering {
  /// It has none yet: its publisher is at work, or was cut off.
  record Pending() implements Numbering {}

  /// It has, for ever.
  ///
  /// @param counter 1 to [Manifest#MAX_COUNTER]
  /// @param rollbackFloor 0 to `counter`
  record Numbered(long counter, long rollbackFloor) implements Numbering {
    /// Checks the bounds.
    public Numbered {
      if (counter < 1
          || counter > Manifest.MAX_COUNTER
          || rollbackFloor < 0
          || rollbackFloor > counter) {
        throw new IllegalArgumentException(
            "counter " + counter + ", rollback floor " + rollbackFloor);
      }
    }
  }
}
