package dev.sluice.rollout.gate;

/// The counts of a wave as a gate weighs them.
///
/// @param failures failures that nobody has accepted, with the silence that is not ignored
/// @param quiet those of them that gave no outcome in time, or could not try
/// @param conclusive devices that have confirmed, and the failures
/// @param started the conclusive ones and those that were to start and have not answered yet
record Evidence(long failures, long quiet, long conclusive, long started) {
  /// Devices that could not try, and are not expected to any more, weigh like silent ones: a
  /// release
  /// may be the reason for both.
  ///
  /// @param silentLimit how many silent devices are ignored; more are failures
  static Evidence of(WaveCounts counts, long silentLimit) {
    long quiet = Math.max(0, counts.quiet() - Math.max(silentLimit, counts.acceptedSilence()));
    long failures = Math.max(0, counts.failed() - counts.acceptedFailures()) + quiet;
    long pending = counts.started() - counts.answered();
    long conclusive = counts.confirmed() + failures;
    return new Evidence(failures, quiet, conclusive, conclusive + pending);
  }
}
