package dev.sluice.diff;

/// Learns how far a diff has come. Called by the threads that do the work, several at a time.
@FunctionalInterface
public interface DiffProgress {
  /// Nobody wants to know.
  DiffProgress NONE = (_, _) -> {};

  /// More was done.
  ///
  /// @param step what is being done
  /// @param share of this step, 0 to 1; never falls within a step, but for calls that overtake each
  ///     other
  void at(Step step, double share);

  /// What a diff does, in order.
  enum Step {
    /// Looking for compressed streams and executables, and taking them apart.
    LOOKING,
    /// Searching the way from old to new.
    MATCHING,
    /// Coding it.
    CODING
  }
}
