package dev.sluice.notifier.policy;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.Share;
import dev.sluice.rollout.gate.SlowLimit;

/// Section `slow` of a gate.
record SlowDocument(
    @Describe(
            "how many times the time within which nine in ten devices updated to the release before is slow, 1 to 100")
        @Default("2")
        double factor,
    @Describe("share of the devices that may be slow; once more are proved, the rollout pauses")
        @Default("20%")
        Share share) {
  private static final int PERCENT = 100;

  /// Checks the ranges.
  SlowDocument {
    var _ = limit(factor, share);
  }

  SlowLimit toLimit() {
    return limit(factor, share);
  }

  private static SlowLimit limit(double factor, Share share) {
    return new SlowLimit.Share(Math.round(factor * PERCENT), share.ppm());
  }
}
