package dev.sluice.rollout.gate;

/// What counted outcomes prove about a failure rate, at any moment that one cares to look.
///
/// A fixed-sample interval that is looked at after each confirmation is wrong more often than it
/// says: a Wilson bound of 95 % stops 6 % of good releases. An *e-value* is not: it is the gain of
/// a gambler who bets against a claim, in a game that is fair or worse if the claim holds, so it
/// ever reaches 1/α with probability α at most (Ville's inequality). The bets here are likelihood
/// ratios of several alternatives against the limit, mixed with fixed weights (Robbins,
/// "Statistical
/// methods related to the law of the iterated logarithm", 1970; Howard, Ramdas, McAuliffe and
/// Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", 2021; for counts:
/// Lindon and Malek, "Anytime-valid inference for multinomial count data", 2022). The value depends
/// on the counts alone, not on their order.
///
/// The alternatives are our choice: most of the weight on rates near the limit, where evidence is
/// slow, and some on rates far from it, so that a release which fails everywhere stops after two
/// devices.
///
/// All arithmetic is [StrictMath]: a replay decides as the first run did, on any machine.
final class FailureEvidence {
  /// How many times the odds of the limit each alternative has, and the bet on it.
  private static final double[] WORSE_ODDS = {1.3, 1.7, 3, 12, 60};

  private static final double[] WORSE_BETS = {0.1, 0.7, 0.1, 0.05, 0.05};

  private static final double[] BETTER_ODDS = {0.6, 0.3, 0.1, 0};
  private static final double[] BETTER_BETS = {0.25, 0.25, 0.25, 0.25};

  private static final int BISECTIONS = 40;

  private FailureEvidence() {}

  /// Whether the outcomes prove that the true rate is above the limit.
  ///
  /// @param failed outcomes that are failures
  /// @param outcomes all outcomes
  /// @param limit the rate, 0 to 1; nothing is above 1, and one failure proves that 0 is exceeded
  /// @param confidence how rarely a rate at the limit may be called above it, 0 to 1
  static boolean isAbove(long failed, long outcomes, double limit, double confidence) {
    if (limit <= 0) {
      return failed > 0;
    }
    return limit < 1
        && logEvidence(failed, outcomes, limit, WORSE_ODDS, WORSE_BETS) >= needed(confidence);
  }

  /// Whether the outcomes prove that the true rate is below the limit.
  static boolean isBelow(long failed, long outcomes, double limit, double confidence) {
    if (limit <= 0) {
      return false;
    }
    return limit >= 1
        || logEvidence(failed, outcomes, limit, BETTER_ODDS, BETTER_BETS) >= needed(confidence);
  }

  /// The highest rate above which the true one is proved to be; 0 if there is none.
  static double lowerBound(long failed, long outcomes, double confidence) {
    double low = 0;
    double high = outcomes == 0 ? 0 : (double) failed / outcomes;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (middle > 0 && isAbove(failed, outcomes, middle, confidence)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The lowest rate below which the true one is proved to be; 1 if there is none.
  static double upperBound(long failed, long outcomes, double confidence) {
    double low = outcomes == 0 ? 1 : (double) failed / outcomes;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (isBelow(failed, outcomes, middle, confidence)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static double needed(double confidence) {
    return -StrictMath.log(1 - confidence);
  }

  private static double logEvidence(
      long failed, long outcomes, double limit, double[] odds, double[] bets) {
    double[] gains = new double[odds.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < odds.length; i++) {
      // With odds m·L/(1-L) the rate is p = m·L / (1 - L + m·L), so p/L = m/d and (1-p)/(1-L) =
      // 1/d.
      double logDivisor = StrictMath.log(1 - limit + odds[i] * limit);
      double ofFailures = failed == 0 ? 0 : failed * StrictMath.log(odds[i]);
      gains[i] = StrictMath.log(bets[i]) + ofFailures - outcomes * logDivisor;
      most = Math.max(most, gains[i]);
    }
    double sum = 0;
    for (double gain : gains) {
      sum += StrictMath.exp(gain - most);
    }
    return most + StrictMath.log(sum);
  }
}
