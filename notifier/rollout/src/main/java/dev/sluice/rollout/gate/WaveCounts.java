package dev.sluice.rollout.gate;

/// The outcomes among the admitted devices of one ring. Each device counts once.
///
/// @param admitted devices that may install the release, 0 or more
/// @param started those of them that were to start by now; all that have an outcome are among them
/// @param confirmed those that run it healthily
/// @param failed those that tried and failed
/// @param inconclusive those that could not try until their time was up, for reasons of their own
/// @param silent those whose time is up without an outcome
/// @param acceptedFailures failures that a person has seen and accepted by resuming; they are no
///     evidence any more
/// @param acceptedSilence the same of silent devices and of those that could not try
public record WaveCounts(
    long admitted,
    long started,
    long confirmed,
    long failed,
    long inconclusive,
    long silent,
    long acceptedFailures,
    long acceptedSilence) {
  /// Checks that no device counts twice.
  public WaveCounts {
    if (confirmed < 0 || failed < 0 || inconclusive < 0 || silent < 0 || acceptedFailures < 0) {
      throw new IllegalArgumentException(
          "counts must not be negative, got %d confirmed, %d failed, %d inconclusive, %d silent"
              .formatted(confirmed, failed, inconclusive, silent));
    }
    long answered = confirmed + failed + inconclusive + silent;
    if (answered > started || started > admitted) {
      throw new IllegalArgumentException(
          "outcomes must not exceed the started devices, nor these the admitted, got %d, %d, %d"
              .formatted(answered, started, admitted));
    }
  }

  /// Devices whose time is up without an outcome that speaks for or against the release.
  public long quiet() {
    return inconclusive + silent;
  }

  /// Devices that have an outcome, or whose time is up.
  public long answered() {
    return confirmed + failed + inconclusive + silent;
  }

  /// Whether no more outcomes are waited for.
  public boolean isComplete() {
    return answered() == admitted;
  }
}
