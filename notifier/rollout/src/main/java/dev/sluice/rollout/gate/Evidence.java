package dev.sluice.rollout.gate;

/// The counts of a wave as a gate weighs them.
///
/// @param failures failures that nobody has accepted, with the silence that is not ignored
/// @param conclusive devices that have confirmed, and the failures
/// @param started the conclusive ones and those that were to start and have not answered yet
record Evidence(long failures, long conclusive, long started) {
  /// @param silentLimit how many silent devices are ignored; more are failures
  static Evidence of(WaveCounts counts, long silentLimit) {
    long ignored = Math.min(counts.silent(), silentLimit);
    long failed = counts.failed() + counts.silent() - ignored;
    long failures = Math.max(0, failed - counts.acceptedFailures());
    long pending = counts.started() - counts.answered();
    long conclusive = counts.confirmed() + failures;
    return new Evidence(failures, conclusive, conclusive + pending);
  }
}
