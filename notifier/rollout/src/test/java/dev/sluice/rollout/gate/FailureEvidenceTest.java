package dev.sluice.rollout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Property;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/// Exact probabilities, by the distribution of failures over all paths that were not stopped yet.
class FailureEvidenceTest {
  private static final double CONFIDENCE = 0.9;
  private static final double LIMIT = 0.02;

  @Test
  void givenRateAtTheLimit_whenLookedAtAfterEachOutcome_thenRarelyCalledAbove() {
    assertThat(stopped(LIMIT, 2_000)).isBetween(0.05, 0.1);
  }

  @Test
  void givenRateAtTheLimit_whenLookedAtAfterEachOutcome_thenRarelyCalledBelow() {
    assertThat(crossed(LIMIT, 2_000, FailureEvidenceTest::isBelow)).isBetween(0.03, 0.1);
  }

  @Test
  void givenBadRelease_whenEightHundredAnswer_thenStopped() {
    assertThat(stopped(0.05, 800)).isGreaterThan(0.99);
  }

  @Test
  void givenGoodRelease_whenAThousandAnswer_thenNotStopped() {
    assertThat(stopped(0.005, 1_000)).isLessThan(0.001);
  }

  @Test
  void givenGoodRelease_whenAThousandAnswer_thenProvedGood() {
    assertThat(crossed(0.005, 1_000, FailureEvidenceTest::isBelow)).isGreaterThan(0.95);
  }

  @Test
  void givenAnyCounts_whenBounded_thenBoundsEncloseTheShareAndNarrow() {
    Property.check(
        "bounds enclose the share, and ten times as much narrows them",
        200,
        seed -> {
          long outcomes = seed.between(1, 2_000);
          long failed = seed.between(0, outcomes);
          double share = (double) failed / outcomes;
          double low = FailureEvidence.lowerBound(failed, outcomes, CONFIDENCE);
          double high = FailureEvidence.upperBound(failed, outcomes, CONFIDENCE);

          assertThat(low).isLessThanOrEqualTo(share);
          assertThat(high).isGreaterThanOrEqualTo(share);
          assertThat(FailureEvidence.lowerBound(10 * failed, 10 * outcomes, CONFIDENCE))
              .isGreaterThanOrEqualTo(low);
          assertThat(FailureEvidence.upperBound(10 * failed, 10 * outcomes, CONFIDENCE))
              .isLessThanOrEqualTo(high);
        });
  }

  private static boolean isBelow(long failed, long outcomes) {
    return FailureEvidence.isBelow(failed, outcomes, LIMIT, CONFIDENCE);
  }

  private static double stopped(double rate, int outcomes) {
    return crossed(
        rate, outcomes, (failed, all) -> FailureEvidence.isAbove(failed, all, LIMIT, CONFIDENCE));
  }

  /// The probability that the test holds after one of the outcomes at least.
  private static double crossed(double rate, int outcomes, BiPredicate<Long, Long> test) {
    double[] paths = new double[outcomes + 2];
    paths[0] = 1;
    double crossed = 0;
    for (int all = 1; all <= outcomes; all++) {
      for (int failed = all; failed >= 0; failed--) {
        paths[failed] = paths[failed] * (1 - rate) + (failed > 0 ? paths[failed - 1] * rate : 0);
        if (paths[failed] > 1e-15 && test.test((long) failed, (long) all)) {
          crossed += paths[failed];
          paths[failed] = 0;
        }
      }
    }
    return crossed;
  }
}
