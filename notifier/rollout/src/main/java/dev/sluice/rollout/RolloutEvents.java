package dev.sluice.rollout;

import dev.sluice.events.command.FlagOrdered;
import dev.sluice.events.command.RetryOrdered;
import dev.sluice.events.command.RingApproved;
import dev.sluice.events.command.RollbackOrdered;
import dev.sluice.events.command.RolloutCommand;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.SafeguardOrdered;
import dev.sluice.events.command.WavePromoted;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsRefused;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.rollout.policy.RolloutPolicy;
import java.util.Optional;

/// What the events of the pipeline mean for the rollout machine.
public final class RolloutEvents {
  private RolloutEvents() {}

  /// What an answer of the signer means; nothing if it is our own question.
  public static Optional<RolloutEvent> find(SigningEvent event) {
    return switch (event) {
      case RingsSigned rings ->
          Optional.of(new RolloutEvent.RingsSigned(rings.sequence(), rings.versions()));
      case RingsRefused refused ->
          Optional.of(
              new RolloutEvent.RingsRefused(refused.sequence(), refused.lastSignedSequence()));
      // Our own.
      case RingsPlanned _ -> Optional.empty();
    };
  }

  /// A release can be read by devices.
  ///
  /// @param policy what its rollout keeps to
  public static RolloutEvent of(ReleaseSigned signed, RolloutPolicy policy) {
    return new RolloutEvent.ReleaseSigned(
        new ReleaseRef(signed.release(), signed.counter(), signed.manifest()), policy);
  }

  /// A release may not be used any more.
  public static RolloutEvent of(ReleaseWithdrawn withdrawn) {
    return new RolloutEvent.Withdrawn(
        new RolloutId(withdrawn.release().product(), withdrawn.counter()), withdrawn.reason());
  }

  /// Patches towards a release can be read by devices.
  public static RolloutEvent of(DeltasSigned deltas) {
    return new RolloutEvent.DeltasSigned(deltas.counter(), deltas.complete());
  }

  /// What a person orders.
  public static RolloutEvent of(RolloutCommand command) {
    return switch (command) {
      case RolloutOrdered ordered ->
          new RolloutEvent.Ordered(
              ordered.rollout(), ordered.order(), ordered.by(), ordered.reason());
      case RollbackOrdered rollback ->
          new RolloutEvent.RollbackOrdered(
              rollback.rollout(),
              rollback.target(),
              rollback.everywhere(),
              rollback.by(),
              rollback.reason());
      case RetryOrdered retry ->
          new RolloutEvent.RetryOrdered(
              retry.rollout(), retry.ring(), retry.attempt(), retry.by(), retry.reason());
      case SafeguardOrdered safeguard ->
          new RolloutEvent.SafeguardOrdered(
              safeguard.name(), safeguard.findHold(), safeguard.by(), safeguard.reason());
      case FlagOrdered flag ->
          new RolloutEvent.FlagOrdered(
              flag.ring(), flag.flag(), flag.off(), flag.by(), flag.reason());
      case WavePromoted promoted ->
          new RolloutEvent.Promoted(
              promoted.rollout(),
              promoted.ring(),
              promoted.wave(),
              promoted.by(),
              promoted.reason());
      case RingApproved approved ->
          new RolloutEvent.Approved(
              approved.rollout(), approved.ring(), approved.by(), approved.reason());
    };
  }
}
