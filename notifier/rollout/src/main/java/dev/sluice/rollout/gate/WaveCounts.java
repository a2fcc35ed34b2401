package dev.sluice.rollout.gate;

/// The outcomes among the admitted devices of one ring.
///
/// @param admitted devices that may install the release, 0 or more
/// @param confirmed those of them that run it healthily
/// @param failed those of them that tried and failed or refused
/// @param acceptedFailures failures that a person has seen and accepted by resuming; a gate does
///     not
///     stop for them again, but they still are outcomes
public record WaveCounts(long admitted, long confirmed, long failed, long acceptedFailures) {
  /// Checks that no device counts twice.
  public WaveCounts {
    if (confirmed < 0 || failed < 0 || acceptedFailures < 0) {
      throw new IllegalArgumentException(
          "counts must not be negative: " + confirmed + ", " + failed);
    }
    if (confirmed + failed > admitted) {
      throw new IllegalArgumentException(
          "outcomes must not exceed the "
              + admitted
              + " admitted devices, got "
              + (confirmed + failed));
    }
  }

  /// Whether every admitted device has an outcome.
  public boolean isComplete() {
    return confirmed + failed == admitted;
  }

  /// Failures that nobody has accepted.
  public long newFailures() {
    return Math.max(0, failed - acceptedFailures);
  }
}
