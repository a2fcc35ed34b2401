package dev.sluice.rollout.gate;

import dev.sluice.rollout.count.RingTimes;
import java.util.Locale;

/// Decides whether a wave has gone well enough to open the next one, and says why.
///
/// A gate sees numbers only. It knows no time: the soak stands beside it in the policy, because an
/// open gate says "these numbers are good" and the soak says "they stayed good".
///
/// | the outcomes | decision |
/// |---|---|
/// | prove a failure rate above the limit | Stop |
/// | are complete, the failed share is within the limit | Open |
/// | are complete, the failed share is above it, without proof | Unclear |
/// | are complete and tell nothing: all silence is ignored, or was accepted | Unclear, or Open |
/// | prove a rate below the limit, and enough devices have confirmed | Open |
/// | otherwise | Hold |
///
/// Proof is anytime-valid (see `FailureEvidence`): a release at the limit is stopped by bad luck
/// with a probability of one minus the confidence at most, however often the gate is asked.
///
/// For a stop, devices that have started and not answered count as if they had succeeded. Devices
/// often fail faster than others succeed, and the first answers must not be taken for the whole. So
/// one early failure never stops a large wave, and a bad release is stopped a little later than its
/// first answers would. For an opening only answers count.
///
/// @param failedLimitPpm highest failure rate, in millionths, 0 to 1,000,000; 0 stops at the first
///     failure, 1,000,000 never
/// @param confidencePpm how sure a stop, and an opening before all have answered, must be, in
///     millionths, 500,000 to 999,999
/// @param confirmedSharePpm share of the admitted devices that must have confirmed before the gate
///     opens by proof, in millionths, 0 to 1,000,000
/// @param silentLimitPpm share of the admitted devices whose silence is ignored, in millionths, 0
///     to
///     1,000,000; more silent ones count as failed, since a device that a release has broken may be
///     silent, too; who could not try until its time was up counts as silent
/// @param sample devices that must have confirmed or failed before the gate opens by proof
/// @param slow how many devices may take much longer than for the release before; whatever they
///     take, it opens nothing and stops nothing: more give the rollout to a person
public record Gate(
    long failedLimitPpm,
    long confidencePpm,
    long confirmedSharePpm,
    long silentLimitPpm,
    long sample,
    SlowLimit slow) {
  private static final long WHOLE_PPM = 1_000_000;
  private static final long LEAST_CONFIDENCE_PPM = 500_000;

  /// Two in a hundred failed: above what flaky power and links cause by themselves. Nine in ten
  /// sure:
  /// of a release with a rate of 5 % a ring of 1,000, a fifth of it switched off, is 99 times in
  /// 100
  /// sure; at 95 % it would be 98 times. Half confirmed: what one half of a wave proves the other
  /// rarely disproves. Three in ten silent: fleets have devices that are switched off.
  public static final Gate DEFAULT = new Gate(20_000, 900_000, 500_000, 300_000, 20);

  /// Checks the ranges.
  public Gate {
    requireShare("limit of failures", failedLimitPpm);
    requireShare("confirmed share", confirmedSharePpm);
    requireShare("silent share", silentLimitPpm);
    if (confidencePpm < LEAST_CONFIDENCE_PPM || confidencePpm >= WHOLE_PPM) {
      throw new IllegalArgumentException(
          "the confidence must be at least 50 % and below 100 %, got " + percent(confidencePpm));
    }
    if (sample < 0) {
      throw new IllegalArgumentException("the sample must not be negative, got " + sample);
    }
  }

  /// A gate that asks for no times.
  public Gate(
      long failedLimitPpm,
      long confidencePpm,
      long confirmedSharePpm,
      long silentLimitPpm,
      long sample) {
    this(
        failedLimitPpm,
        confidencePpm,
        confirmedSharePpm,
        silentLimitPpm,
        sample,
        new SlowLimit.None());
  }

  /// The same, for which silence is never a failure.
  public Gate withSilenceIgnored() {
    return new Gate(failedLimitPpm, confidencePpm, confirmedSharePpm, WHOLE_PPM, sample, slow);
  }

  /// Judges how long the devices of one ring took so far.
  public Speed judge(RingTimes times) {
    return Speed.of(times, slow, confidence());
  }

  /// How many of so many admitted devices may be silent without counting as failed.
  public long silentLimit(long admitted) {
    return Math.multiplyExact(silentLimitPpm, admitted) / WHOLE_PPM;
  }

  /// Judges the outcomes of one ring so far. The same counts always get the same answer.
  public GateDecision judge(WaveCounts counts) {
    Evidence evidence = Evidence.of(counts, silentLimit(counts.admitted()));
    if (FailureEvidence.isAbove(evidence.failures(), evidence.started(), limit(), confidence())) {
      return new GateDecision.Stop(stopped(evidence));
    }
    if (counts.isComplete()) {
      return judgeComplete(counts, evidence);
    }
    if (evidence.conclusive() >= sample
        && counts.confirmed() >= confirmedNeeded(counts)
        && FailureEvidence.isBelow(
            evidence.failures(), evidence.conclusive(), limit(), confidence())) {
      return new GateDecision.Open(proved(counts, evidence));
    }
    return new GateDecision.Hold(proved(counts, evidence));
  }

  private GateDecision judgeComplete(WaveCounts counts, Evidence evidence) {
    if (evidence.conclusive() == 0) {
      return counts.acceptedFailures() + counts.acceptedSilence() > 0
          ? new GateDecision.Open("its failures and its silence were accepted")
          : new GateDecision.Unclear(
              "none of %d devices has installed it or failed: %d silent, %d could not try"
                  .formatted(counts.admitted(), counts.silent(), counts.inconclusive()));
    }
    String share =
        "%s, limit %s".formatted(failed(evidence, evidence.conclusive()), percent(failedLimitPpm));
    boolean within =
        Math.multiplyExact(evidence.failures(), WHOLE_PPM)
            <= Math.multiplyExact(failedLimitPpm, evidence.conclusive());
    return within
        ? new GateDecision.Open(share)
        : new GateDecision.Unclear(
            "%s: above it, but too few to be %s sure".formatted(share, percent(confidencePpm)));
  }

  private String stopped(Evidence evidence) {
    double bound =
        FailureEvidence.lowerBound(evidence.failures(), evidence.started(), confidence());
    return "%s, failure rate ≥ %s at %s confidence, limit %s"
        .formatted(
            failed(evidence, evidence.started()),
            percent(bound),
            percent(confidencePpm),
            percent(failedLimitPpm));
  }

  private static String failed(Evidence evidence, long of) {
    String failed = "%d of %d devices failed".formatted(evidence.failures(), of);
    return evidence.quiet() == 0
        ? failed
        : "%s (%d of them silent, or unable to try, past their time)"
            .formatted(failed, evidence.quiet());
  }

  private String proved(WaveCounts counts, Evidence evidence) {
    double bound =
        FailureEvidence.upperBound(evidence.failures(), evidence.conclusive(), confidence());
    String failures = evidence.failures() == 0 ? "" : ", " + evidence.failures() + " failed";
    return "%d of %d confirmed (%d needed)%s, failure rate ≤ %s at %s confidence, limit %s"
        .formatted(
            counts.confirmed(),
            counts.admitted(),
            confirmedNeeded(counts),
            failures,
            percent(bound),
            percent(confidencePpm),
            percent(failedLimitPpm));
  }

  private long confirmedNeeded(WaveCounts counts) {
    return Math.ceilDiv(Math.multiplyExact(confirmedSharePpm, counts.admitted()), WHOLE_PPM);
  }

  private double limit() {
    return (double) failedLimitPpm / WHOLE_PPM;
  }

  private double confidence() {
    return (double) confidencePpm / WHOLE_PPM;
  }

  private static void requireShare(String name, long ppm) {
    if (ppm < 0 || ppm > WHOLE_PPM) {
      throw new IllegalArgumentException(
          "the " + name + " must be 0 to 1000000 millionths, got " + ppm);
    }
  }

  private static String percent(long ppm) {
    return percent((double) ppm / WHOLE_PPM);
  }

  /// Two digits behind the point at most: more would say more than is known.
  private static String percent(double share) {
    String text = String.format(Locale.ROOT, "%.2f", share * 100);
    return text.replaceFirst("\\.?0+$", "") + " %";
  }
}
