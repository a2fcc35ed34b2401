package dev.sluice.rollout;

/// Which share of a ring is admitted in a wave.
public sealed interface WaveShare {
  /// That of the wave.
  record Whole() implements WaveShare {}

  /// A part of it, on the way there.
  ///
  /// @param beforePpm share of the ring that was admitted before the latest step, in millionths
  /// @param sharePpm share of the ring that is admitted now, in millionths
  record Part(long beforePpm, long sharePpm) implements WaveShare {
    /// Checks the order.
    public Part {
      if (beforePpm < 0 || sharePpm < beforePpm) {
        throw new IllegalArgumentException(
            "a share must not fall, got %d after %d".formatted(sharePpm, beforePpm));
      }
    }
  }
}
