package dev.sluice.rollout.gate;

/// What a ring of a size can tell: the exact chance of each end, once all who answer have.
///
/// Devices fail independently at the release's true rate, and who does not answer is silent. The
/// numbers of failures at which the gate changes its mind are found by asking the gate itself, the
/// chances are those of the binomial distribution.
///
/// @param gate the ring's
/// @param devices how many are admitted, 1 or more
/// @param answering how many of them answer, 0 to `devices`
public record RingOdds(Gate gate, long devices, long answering) {
  private static final int BISECTIONS = 30;

  /// Checks the numbers.
  public RingOdds {
    if (devices < 1 || answering < 0 || answering > devices) {
      throw new IllegalArgumentException(
          "expected 1 device or more, of which some answer, got %d of %d"
              .formatted(answering, devices));
    }
  }

  /// The chance that the ring stops a release.
  ///
  /// @param rate its true failure rate, above 0 and below 1
  public double stopped(double rate) {
    return atLeast(leastFailures(false), rate);
  }

  /// The chance that the ring leaves a release to a person.
  ///
  /// @param rate its true failure rate, above 0 and below 1
  public double unclear(double rate) {
    return Math.max(0, atLeast(leastFailures(true), rate) - stopped(rate));
  }

  /// The lowest failure rate that the ring stops with a chance; 1 if it stops none so surely.
  ///
  /// @param chance above 0 and below 1
  public double stopsFrom(double chance) {
    long least = leastFailures(false);
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (atLeast(least, middle) >= chance) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /// How many must fail for a stop, or for anything but an opening. If none is enough for it, one
  /// more than there are. More failures never please a gate, so halving finds it.
  private long leastFailures(boolean orUnclear) {
    long low = 0;
    long high = answering + 1;
    while (low < high) {
      long middle = (low + high) / 2;
      boolean isEnough =
          switch (judge(middle)) {
            case GateDecision.Stop _ -> true;
            case GateDecision.Unclear _ -> orUnclear;
            case GateDecision.Open _, GateDecision.Hold _ -> false;
          };
      if (isEnough) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private GateDecision judge(long failed) {
    return gate.judge(
        new WaveCounts(devices, devices, answering - failed, failed, 0, devices - answering, 0, 0));
  }

  private double atLeast(long failures, double rate) {
    double logOne = StrictMath.log(rate) - StrictMath.log(1 - rate);
    double log = answering * StrictMath.log(1 - rate);
    double below = 0;
    for (long k = 0; k < failures; k++) {
      below += StrictMath.exp(log);
      log += logOne + StrictMath.log((double) (answering - k) / (k + 1));
    }
    return Math.max(0, 1 - below);
  }
}
