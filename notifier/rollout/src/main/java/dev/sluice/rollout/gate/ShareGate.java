package dev.sluice.rollout.gate;

import java.math.BigDecimal;

/// A gate of two plain shares of the admitted devices.
///
/// It stops when the failed share is above its limit, and opens when the confirmed share is reached
/// or when every admitted device has an outcome. Both shares are of all admitted devices, not of
/// those that answered, so that one early failure never stops a large wave. The arithmetic is
/// exact.
///
/// @param confirmedSharePpm share that must have confirmed, in millionths, 0 to 1,000,000
/// @param failedShareLimitPpm largest share that may fail, in millionths, 0 to 1,000,000; 0 stops
///     at the
///     first failure
public record ShareGate(long confirmedSharePpm, long failedShareLimitPpm) implements Gate {
  private static final long WHOLE_PPM = 1_000_000;

  /// Nine in ten confirmed: a fleet always has devices that are switched off. Two in a hundred
  /// failed: above what flaky power and links cause by themselves.
  public static final ShareGate DEFAULT = new ShareGate(900_000, 20_000);

  /// Checks both ranges.
  public ShareGate {
    requireShare("confirmed share", confirmedSharePpm);
    requireShare("failed share limit", failedShareLimitPpm);
  }

  @Override
  public GateDecision judge(WaveCounts counts) {
    if (exceeds(counts.newFailures(), failedShareLimitPpm, counts.admitted())) {
      return new GateDecision.Stop(
          "%d of %d admitted devices failed, above the limit of %s"
              .formatted(counts.newFailures(), counts.admitted(), percent(failedShareLimitPpm)));
    }
    boolean reached =
        Math.multiplyExact(counts.confirmed(), WHOLE_PPM)
            >= Math.multiplyExact(confirmedSharePpm, counts.admitted());
    return reached || counts.isComplete() ? new GateDecision.Open() : new GateDecision.Hold();
  }

  private static boolean exceeds(long part, long sharePpm, long whole) {
    return Math.multiplyExact(part, WHOLE_PPM) > Math.multiplyExact(sharePpm, whole);
  }

  private static void requireShare(String name, long ppm) {
    if (ppm < 0 || ppm > WHOLE_PPM) {
      throw new IllegalArgumentException(
          "the " + name + " must be 0 to 1000000 millionths, got " + ppm);
    }
  }

  private static String percent(long ppm) {
    return BigDecimal.valueOf(ppm, 4).stripTrailingZeros().toPlainString() + " %";
  }
}
