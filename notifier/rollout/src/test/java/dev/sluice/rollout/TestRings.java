package dev.sluice.rollout;

import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.policy.Pace;
import dev.sluice.rollout.policy.RingPolicy;

/// Rings that differ in one thing from those of a test.
public final class TestRings {
  private TestRings() {}

  /// The ring, whose first wave a person has to approve.
  static RingPolicy withApproval(RingPolicy ring) {
    return copy(ring, true, ring.gate(), ring.install(), ring.pace());
  }

  /// The ring behind another gate.
  static RingPolicy with(RingPolicy ring, Gate gate) {
    return copy(ring, ring.approval(), gate, ring.install(), ring.pace());
  }

  /// The ring, whose devices may switch at other times.
  static RingPolicy with(RingPolicy ring, InstallTimes install) {
    return with(ring, install, ring.pace());
  }

  /// The ring, admitted at another pace.
  static RingPolicy with(RingPolicy ring, Pace pace) {
    return with(ring, ring.install(), pace);
  }

  /// The ring, admitted at another pace to devices that may switch at other times.
  public static RingPolicy with(RingPolicy ring, InstallTimes install, Pace pace) {
    return copy(ring, ring.approval(), ring.gate(), install, pace);
  }

  private static RingPolicy copy(
      RingPolicy ring, boolean approval, Gate gate, InstallTimes install, Pace pace) {
    return new RingPolicy(
        ring.name(),
        ring.selector(),
        ring.wavesPpm(),
        ring.soak(),
        ring.pullWindow(),
        ring.silentAfter(),
        approval,
        gate,
        install,
        pace);
  }
}
