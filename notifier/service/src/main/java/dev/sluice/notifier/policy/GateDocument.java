package dev.sluice.notifier.policy;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.Share;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.gate.SlowLimit;
import java.util.Optional;

/// Section `gate` of a ring.
record GateDocument(
    @Describe("failure rate above which the rollout stops, once it is proved") @Default("2%")
        Share failed,
    @Describe("how sure a stop, and an opening before all devices have answered, must be")
        @Default("90%")
        Share confidence,
    @Describe("share of the admitted devices that must have confirmed before it opens by proof")
        @Default("50%")
        Share confirmed,
    @Describe("share of the admitted devices that may stay silent; more count as failed")
        @Default("30%")
        Share silent,
    @Describe("devices that must have confirmed or failed before it opens by proof") @Default("20")
        long sample,
    @Describe("how many devices may take longer than for the release before; not asked without it")
        Optional<SlowDocument> slow) {
  static final GateDocument STANDARD =
      new GateDocument(
          new Share(Gate.DEFAULT.failedLimitPpm()),
          new Share(Gate.DEFAULT.confidencePpm()),
          new Share(Gate.DEFAULT.confirmedSharePpm()),
          new Share(Gate.DEFAULT.silentLimitPpm()),
          Gate.DEFAULT.sample(),
          Optional.empty());

  /// Checks the ranges.
  GateDocument {
    var _ = gate(failed, confidence, confirmed, silent, sample, slow);
  }

  Gate toGate() {
    return gate(failed, confidence, confirmed, silent, sample, slow);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // the record's own components
  private static Gate gate(
      Share failed,
      Share confidence,
      Share confirmed,
      Share silent,
      long sample,
      Optional<SlowDocument> slow) {
    return new Gate(
        failed.ppm(),
        confidence.ppm(),
        confirmed.ppm(),
        silent.ppm(),
        sample,
        slow.map(SlowDocument::toLimit).orElseGet(SlowLimit.None::new));
  }
}
