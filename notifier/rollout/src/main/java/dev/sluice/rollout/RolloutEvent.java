package dev.sluice.rollout;

import dev.sluice.events.command.Order;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.flags.FlagName;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.policy.RolloutPolicy;
import java.util.Optional;

/// What may happen to the rollouts of a product. Each may come twice, late, or out of order.
public sealed interface RolloutEvent {
  /// A release can be read by devices.
  ///
  /// @param policy the product's policy when the event was read: the rollout keeps it
  record ReleaseSigned(ReleaseRef release, RolloutPolicy policy) implements RolloutEvent {}

  /// Patches towards a release can be read by devices.
  ///
  /// @param complete whether no more are coming
  record DeltasSigned(long counter, boolean complete) implements RolloutEvent {}

  /// A rings document can be read by devices.
  record RingsSigned(long sequence, MetadataVersions versions) implements RolloutEvent {}

  /// The signer has signed a higher sequence already: the state behind the plan was older than the
  /// world.
  record RingsRefused(long sequence, long lastSignedSequence) implements RolloutEvent {}

  /// One partition of the devices counted again.
  record CountsChanged(PartitionReport report) implements RolloutEvent {}

  /// A person, or the signer on a withdrawal, gave an order.
  record Ordered(RolloutId rollout, Order order, String by, String reason)
      implements RolloutEvent {}

  /// A release may not be used any more; its rollout ends.
  record Withdrawn(RolloutId rollout, String reason) implements RolloutEvent {}

  /// A person takes devices back to an earlier release.
  ///
  /// @param rollout the rollout that is undone
  /// @param everywhere whether all rings go back at once
  record RollbackOrdered(
      RolloutId rollout, ReleaseId target, boolean everywhere, String by, String reason)
      implements RolloutEvent {}

  /// A person lets the rollout past the gate of a wave.
  ///
  /// @param wave from 1
  record Promoted(RolloutId rollout, String ring, int wave, String by, String reason)
      implements RolloutEvent {}

  /// A person asks the devices that failed to try again.
  ///
  /// @param ring whose devices; empty for every ring that the rollout reached
  /// @param attempt the attempt to make
  record RetryOrdered(RolloutId rollout, String ring, int attempt, String by, String reason)
      implements RolloutEvent {}

  /// A person keeps devices out, or lets them in again.
  ///
  /// @param name of the hold
  /// @param hold which devices are kept out; empty lifts the hold of that name
  record SafeguardOrdered(String name, Optional<SafeguardHold> hold, String by, String reason)
      implements RolloutEvent {}

  /// A person switches a flag off for a ring, or on again.
  record FlagOrdered(String ring, FlagName flag, boolean off, String by, String reason)
      implements RolloutEvent {}

  /// A person approved a ring.
  record Approved(RolloutId rollout, String ring, String by, String reason)
      implements RolloutEvent {}

  /// The instant of a [Effect.ScheduleAt] has come, or a shell restarted; harmless at any time.
  record TimePassed() implements RolloutEvent {}
}
