package dev.sluice.notifier.policy;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.Share;
import dev.sluice.rollout.policy.Pace;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One of the `rings` of a policy.
record RingDocument(
    @Describe("name of the ring") String name,
    @Describe("which devices belong to it, unless an earlier ring has them")
        SelectorDocument selector,
    @Describe("share admitted by each wave, rising to 100%; one wave without it")
        Optional<List<Share>> waves,
    @Describe("how long the gate must stay open before the next wave") @Default("15m")
        Duration soak,
    @Describe("over which the devices of a wave spread their start") @Default("10m")
        Duration pullWindow,
    @Describe(
            "how long its devices may take to answer after a wave's pull window and the longest wait for a maintenance window")
        @Default("1h")
        Duration silentAfter,
    @Describe("windows in which devices may switch; they fetch at once; at any time without one")
        List<MaintenanceDocument> maintenance,
    @Describe("how long after its start a device switches without a window; never without it")
        Optional<Duration> forceAfter,
    @Describe("how fast the admitted share rises within a wave; at once without it")
        Optional<PaceDocument> pace,
    @Describe("whether a person has to approve its first wave") @Default("false") boolean approval,
    @Describe("what opens the next wave") Optional<GateDocument> gate) {
  /// Checks the ring as a whole.
  RingDocument {
    var _ =
        ring(
            name,
            selector,
            waves,
            soak,
            pullWindow,
            silentAfter,
            maintenance,
            forceAfter,
            pace,
            approval,
            gate);
  }

  RingPolicy toRing() {
    return ring(
        name,
        selector,
        waves,
        soak,
        pullWindow,
        silentAfter,
        maintenance,
        forceAfter,
        pace,
        approval,
        gate);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // the record's own components
  private static RingPolicy ring(
      String name,
      SelectorDocument selector,
      Optional<List<Share>> waves,
      Duration soak,
      Duration pullWindow,
      Duration silentAfter,
      List<MaintenanceDocument> maintenance,
      Optional<Duration> forceAfter,
      Optional<PaceDocument> pace,
      boolean approval,
      Optional<GateDocument> gate) {
    List<Long> shares =
        waves
            .map(list -> list.stream().map(Share::ppm).toList())
            .orElse(List.of(RingPolicy.WHOLE_PPM));
    return new RingPolicy(
        name,
        selector.toSelector(),
        shares,
        soak,
        pullWindow,
        silentAfter,
        approval,
        gate.orElse(GateDocument.STANDARD).toGate(),
        MaintenanceDocument.toInstallTimes(maintenance, forceAfter),
        pace.map(PaceDocument::toPace).orElseGet(Pace.Unlimited::new));
  }
}
