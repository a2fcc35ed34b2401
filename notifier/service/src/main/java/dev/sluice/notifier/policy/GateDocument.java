package dev.sluice.notifier.policy;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.rollout.gate.ShareGate;

/// Section `gate` of a ring.
record GateDocument(
    @Describe("share of the admitted devices that must have confirmed to open it") @Default("90%")
        Share confirmed,
    @Describe("share of the admitted devices above which failures stop the rollout") @Default("2%")
        Share failed) {
  static final GateDocument STANDARD =
      new GateDocument(
          new Share(ShareGate.DEFAULT.confirmedSharePpm()),
          new Share(ShareGate.DEFAULT.failedShareLimitPpm()));

  /// Checks the shares.
  GateDocument {
    var _ = new ShareGate(confirmed.ppm(), failed.ppm());
  }

  ShareGate toGate() {
    return new ShareGate(confirmed.ppm(), failed.ppm());
  }
}
