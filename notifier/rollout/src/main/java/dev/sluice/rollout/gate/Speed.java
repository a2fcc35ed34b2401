package dev.sluice.rollout.gate;

import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.count.TimeCounts;
import java.time.Duration;
import java.util.Locale;

/// What the times of a ring's devices say about a release beside the one before.
///
/// Nine in ten devices updated to the former release within a time. If the release is no slower, at
/// most one in ten takes longer, whatever the times are like, and the factor and the share of a
/// [SlowLimit] leave room for what differs between two days. So each device that confirms is a coin
/// that falls on "slow" with a limited chance, and the proof is the one of failures: anytime-valid,
/// by `FailureEvidence`. It stays so although quick devices confirm first: a device that is not
/// slow is never counted later than it would be in the order in which they began, and a slow one
/// never earlier.
///
/// The former time is itself measured. Of so many devices it is the time of one further behind
/// (by 1.64 standard deviations of the binomial distribution), so that in 95 of 100 cases at least
/// nine in ten are truly within it.
///
/// @param isSlow whether it is proved that more devices are slow than may be
/// @param words as one line; empty if nobody asks
public record Speed(boolean isSlow, String words) {
  /// With fewer not even the slowest one is far enough behind: 0.9³⁰ is 4 %.
  private static final long LEAST_FORMER = 30;

  private static final double WITHIN = 0.9;
  private static final double DEVIATIONS = 1.645;
  private static final double PERCENT = 100;
  private static final double WHOLE_PPM = 1_000_000;

  private static final Speed NOT_ASKED = new Speed(false, "");

  /// Judges the times of one ring so far. The same times always get the same answer.
  static Speed of(RingTimes times, SlowLimit limit, double confidence) {
    return switch (limit) {
      case SlowLimit.None() -> NOT_ASKED;
      case SlowLimit.Share share -> of(times, share, confidence);
    };
  }

  private static Speed of(RingTimes times, SlowLimit.Share limit, double confidence) {
    long former = times.formerTaken().total();
    if (former < LEAST_FORMER) {
      return new Speed(
          false,
          "nothing to compare its speed with: %d devices told how long %s took, %d are needed"
              .formatted(
                  former,
                  times.former().isEmpty() ? "the release before" : times.former(),
                  LEAST_FORMER));
    }
    double factor = (double) limit.factorPercent() / PERCENT;
    int slowFrom = times.formerTaken().bucketAt(rank(former)) + 1 + TimeCounts.bucketsOf(factor);
    long slow = times.taken().from(slowFrom);
    long measured = times.taken().total();
    boolean isSlow =
        FailureEvidence.isAbove(slow, measured, (double) limit.sharePpm() / WHOLE_PPM, confidence);
    String words =
        "%d of %d took longer than %s, %s the 90 %% time of %s, limit %s"
            .formatted(
                slow,
                measured,
                text(TimeCounts.startOf(slowFrom)),
                times(factor),
                times.former(),
                decimal((double) limit.sharePpm() / WHOLE_PPM * PERCENT) + " %");
    return new Speed(isSlow, words);
  }

  private static long rank(long devices) {
    double behind =
        WITHIN * (double) devices
            + DEVIATIONS * StrictMath.sqrt(WITHIN * (1 - WITHIN) * (double) devices);
    return Math.min(devices, (long) Math.ceil(behind));
  }

  private static String times(double factor) {
    return factor == 2 ? "twice" : decimal(factor) + " times";
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number).replaceFirst("\\.?0+$", "");
  }

  /// Two units at most: `850ms`, `12.3s`, `4m10s`, `3h20m`.
  private static String text(Duration time) {
    if (time.toMillis() < 1_000) {
      return time.toMillis() + "ms";
    }
    if (time.toSeconds() < 60) {
      return decimal((double) time.toMillis() / 1_000) + "s";
    }
    return time.toMinutes() < 60
        ? "%dm%ds".formatted(time.toMinutes(), time.toSecondsPart())
        : "%dh%dm".formatted(time.toHours(), time.toMinutesPart());
  }
}
