package dev.sluice.rollout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.count.TimeCounts;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpeedTest {
  private static final int TRIALS = 1_000;
  private static final int RING = 1_000;
  private static final int LOOK_EVERY = 20;

  /// How many times the median five in six do not exceed.
  private static final double SPREAD = 2;

  private static final Gate GATE = asking(2, 200_000);

  @Test
  void givenManySlowDevices_whenJudged_thenSlowAndSaysWhy() {
    Speed speed = GATE.judge(times(200, 60, 61, 1_000));

    assertThat(speed.isSlow()).isTrue();
    assertThat(speed.words())
        .isEqualTo("61 of 200 took longer than 2m0s, twice the 90 % time of 1.0, limit 20 %");
  }

  @Test
  void givenFewSlowDevices_whenJudged_thenNotSlow() {
    assertThat(GATE.judge(times(200, 60, 40, 1_000)).isSlow()).isFalse();
    assertThat(GATE.judge(times(3, 60, 1, 1_000)).isSlow()).isFalse();
  }

  @Test
  void givenTooFewOfTheReleaseBefore_whenJudged_thenThereIsNothingToCompareWith() {
    assertThat(GATE.judge(RingTimes.NONE))
        .isEqualTo(
            new Speed(
                false,
                "nothing to compare its speed with: 0 devices told how long the release before took, 30 are needed"));
    Speed few = GATE.judge(times(200, 60, 200, 29));

    assertThat(few.isSlow()).isFalse();
    assertThat(few.words()).contains("29 devices told how long 1.0 took");
  }

  @Test
  void givenGateThatDoesNotAsk_whenJudged_thenNothingIsSaid() {
    assertThat(Gate.DEFAULT.judge(times(200, 60, 200, 1_000))).isEqualTo(new Speed(false, ""));
  }

  @Test
  void givenLimitOutOfRange_whenMade_thenRefused() {
    assertThatThrownBy(() -> new SlowLimit.Share(99, 1)).hasMessageContaining("1 to 100, got 0.99");
    assertThatThrownBy(() -> new SlowLimit.Share(200, 0)).hasMessageContaining("share");
  }

  @Test
  void givenReleaseOfTheSameSpeed_whenTried_thenHardlyEverSlow() {
    assertThat(slow(GATE, RING, 0)).isLessThanOrEqualTo(10);
    // As near to the limit as it can be: a former time that is measured, and no factor.
    assertThat(slow(asking(1, 150_000), RING, 0)).isLessThanOrEqualTo(10);
    assertThat(slow(GATE, 30, 0)).isLessThanOrEqualTo(10);
  }

  @Test
  void givenReleaseWithTwiceAsManySlowDevices_whenTried_thenFound() {
    assertThat(slow(GATE, RING, 0.4)).isGreaterThanOrEqualTo(990);
    assertThat(slow(asking(1, 100_000), RING, 0.2)).isGreaterThanOrEqualTo(990);
  }

  /// How many trials find a release slow, at any of the looks at a ring of 1,000.
  ///
  /// @param former devices that were timed before
  /// @param share of the devices that take ten times as long
  private static int slow(Gate gate, int former, double share) {
    int found = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      var seed = new Seeded(trial);
      var before = new TreeMap<Integer, Long>();
      for (int i = 0; i < former; i++) {
        before.merge(bucket(seed, 1), 1L, Long::sum);
      }
      var taken = new TreeMap<Integer, Long>();
      boolean isFound = false;
      for (int i = 1; i <= RING && !isFound; i++) {
        taken.merge(bucket(seed, seed.chance(share) ? 10 : 1), 1L, Long::sum);
        isFound =
            i % LOOK_EVERY == 0
                && gate.judge(new RingTimes(new TimeCounts(taken), "1.0", new TimeCounts(before)))
                    .isSlow();
      }
      found += isFound ? 1 : 0;
    }
    return found;
  }

  /// A minute for half of the devices, in a distribution with a long tail.
  private static int bucket(Seeded seed, double times) {
    double millis = 60_000 * times * Math.pow(SPREAD, normal(seed));
    return TimeCounts.bucketOf(Duration.ofMillis(Math.round(millis)));
  }

  /// The sum of twelve even draws is all but normal.
  private static double normal(Seeded seed) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += (double) seed.nextInt(1_000_000) / 1_000_000;
    }
    return sum;
  }

  private static Gate asking(double factor, long sharePpm) {
    Gate standard = Gate.DEFAULT;
    return new Gate(
        standard.failedLimitPpm(),
        standard.confidencePpm(),
        standard.confirmedSharePpm(),
        standard.silentLimitPpm(),
        standard.sample(),
        new SlowLimit.Share(Math.round(factor * 100), sharePpm));
  }

  /// All devices take so many seconds, but some three times as long.
  private static RingTimes times(long devices, int seconds, long slow, long former) {
    var taken = new TreeMap<Integer, Long>();
    if (devices > slow) {
      taken.put(TimeCounts.bucketOf(Duration.ofSeconds(seconds)), devices - slow);
    }
    taken.put(TimeCounts.bucketOf(Duration.ofSeconds(3L * seconds)), slow);
    var before = new TreeMap<Integer, Long>();
    before.put(TimeCounts.bucketOf(Duration.ofSeconds(seconds)), former);
    return new RingTimes(new TimeCounts(taken), "1.0", new TimeCounts(before));
  }
}
