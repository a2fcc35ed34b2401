package dev.sluice.rollout.gate;

/// The counts of a wave as a gate weighs them.
///
/// @param failures failures that nobody has accepted, with the silence that is not ignored
/// @param conclusive devices that have confirmed, and the failures
/// @param started the conclusive ones and those that were to start and have not answered yet
record Evidence(long failures, long conclusive, long started) {
  /// @param silentLimit how many silent devices are ignored; more are failures
  static Evidence of(WaveCounts counts, long silentLimit) {
    long silent = Math.max(0, counts.silent() - Math.max(silentLimit, counts.acceptedSilence()));
    long failures = Math.max(0, counts.failed() - counts.acceptedFailures()) + silent;
    long pending = counts.started() - counts.answered();
    long conclusive = counts.confirmed() + failures;
    return new Evidence(failures, conclusive, conclusive + pending);
  }
}
