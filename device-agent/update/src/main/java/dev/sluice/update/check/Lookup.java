package dev.sluice.update.check;

import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.Artifact;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.Manifest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.trust.Fetch;
import dev.sluice.tuf.trust.LookupStep;
import dev.sluice.tuf.trust.TargetLookup;
import dev.sluice.tuf.trust.TargetVerification;
import dev.sluice.tuf.trust.TrustedTarget;
import dev.sluice.update.check.CheckPhase.Finding;
import dev.sluice.update.check.CheckPhase.Reading;
import dev.sluice.update.check.Purpose.ForArtifact;
import dev.sluice.update.check.Purpose.ForDelta;
import dev.sluice.update.check.Purpose.ForManifest;
import dev.sluice.update.check.Purpose.ForRings;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Request.Bytes;
import dev.sluice.update.turn.Turn;
import dev.sluice.update.verify.Agreement;
import dev.sluice.update.verify.Verdict;

/// Finds what a role of the repository vouches for, and reads it.
final class Lookup {
  private Lookup() {}

  static Move<CheckPhase> find(Turn turn, Purpose purpose, String targetPath) {
    return advance(
        turn,
        purpose,
        TargetLookup.start(turn.known().trust(), targetPath, turn.agentTime(), Look.LIMITS));
  }

  private static Move<CheckPhase> advance(Turn turn, Purpose purpose, TargetLookup lookup) {
    Turn accepted = Look.accept(turn, lookup.trusted());
    return switch (lookup.step()) {
      case Fetch fetch -> accepted.fetch(new Finding(purpose, lookup), Look.want(fetch, false));
      case LookupStep.Found(var target, _) -> found(accepted, purpose, target);
      case LookupStep.NotFound _ -> notFound(accepted, purpose);
      case LookupStep.Refused(var refusal) -> notBelieved(accepted, purpose, refusal.message());
    };
  }

  /// An answer to a delegated metadata file.
  ///
  /// @param next the lookup after the answer
  static Move<CheckPhase> answered(Turn turn, Finding phase, Bytes want, TargetLookup next) {
    return next.step() instanceof LookupStep.Refused(var refusal)
        ? turn.refuse(
            phase, want, Look.reason(refusal), refused -> advance(refused, phase.purpose(), next))
        : advance(turn, phase.purpose(), next);
  }

  private static Move<CheckPhase> found(Turn turn, Purpose purpose, TrustedTarget target) {
    return switch (purpose) {
      case ForRings _ -> fetch(turn, purpose, target, RingsDocument.MAX_LENGTH_BYTES);
      case ForManifest(var choice) ->
          switch (Agreement.onTarget(choice, target)) {
            case Verdict.Agreed<TrustedTarget>(var agreed) ->
                fetch(turn, purpose, agreed, Manifest.MAX_LENGTH_BYTES);
            case Verdict.Refused<TrustedTarget>(var code, var detail) ->
                Ending.refused(turn, choice, code, detail);
          };
      case ForArtifact(var choice, var artifact, var rollbackFloor) ->
          switch (Agreement.onArtifact(choice, artifact, rollbackFloor, target)) {
            case Verdict.Agreed<Plan>(var plan) -> turn.go(new Next.Bring(plan));
            case Verdict.Refused<Plan>(var code, var detail) ->
                Ending.refused(turn, choice, code, detail);
          };
      case ForDelta _ -> fetch(turn, purpose, target, DeltaDescriptor.MAX_LENGTH_BYTES);
    };
  }

  private static Move<CheckPhase> notFound(Turn turn, Purpose purpose) {
    return switch (purpose) {
      case ForRings _ ->
          turn.withSync(turn.sync().read(turn.known().timestampVersion(), "", 0))
              .go(new Next.Leave("the product has no rings document"));
      case ForManifest(var choice) ->
          Ending.notVouched(
              turn, choice, "no role vouches for " + Manifest.path(choice.release().release()));
      case ForArtifact(var choice, var artifact, _) ->
          Ending.notVouched(
              turn, choice, "no role vouches for " + artifact.path(choice.release().release()));
      case ForDelta(var plan, var base) ->
          turn.go(
              new Next.TakeNextRoute(
                  plan,
                  switch (base) {
                    case PatchBase.Nothing _ -> "it is not offered compressed";
                    case PatchBase.File(_, var digest) ->
                        "there is no patch from " + digest.prefix();
                  }));
    };
  }

  private static Move<CheckPhase> notBelieved(Turn turn, Purpose purpose, String reason) {
    return switch (purpose) {
      case ForRings _, ForManifest _, ForArtifact _ -> Look.refused(turn, reason);
      case ForDelta(var plan, _) -> turn.go(new Next.TakeNextRoute(plan, reason));
    };
  }

  private static Move<CheckPhase> fetch(
      Turn turn, Purpose purpose, TrustedTarget target, long maxLengthBytes) {
    if (target.lengthBytes() > maxLengthBytes) {
      return unusable(
          turn,
          purpose,
          "%s: expected at most %d bytes, got %d"
              .formatted(target.path(), maxLengthBytes, target.lengthBytes()));
    }
    return turn.fetch(
        new Reading(purpose, target),
        new Bytes(
            target.path(),
            target.repositoryPath(),
            new ByteRange.Whole(),
            target.lengthBytes(),
            false));
  }

  /// Only bytes that a role vouches for reach a decoder.
  static Move<CheckPhase> read(Turn turn, Reading phase, Bytes want, Content content) {
    return switch (phase.target().verify(content.bytes())) {
      case TargetVerification.Refused(var refusal) ->
          refused(turn, phase, want, Look.reason(refusal));
      case TargetVerification.Verified(var verified) -> {
        try {
          yield decoded(turn, phase.purpose(), verified.bytes());
        } catch (MalformedJsonException e) {
          yield unusable(turn, phase.purpose(), phase.target().path() + ": " + e.getMessage());
        }
      }
    };
  }

  static Move<CheckPhase> refused(Turn turn, Reading phase, Bytes want, String reason) {
    return turn.refuse(
        phase,
        want,
        reason,
        refused -> unusable(refused, phase.purpose(), phase.target().path() + ": " + reason));
  }

  private static Move<CheckPhase> decoded(Turn turn, Purpose purpose, byte[] bytes)
      throws MalformedJsonException {
    return switch (purpose) {
      case ForRings _ -> turn.go(new Next.Decide(RingsDocument.decode(bytes)));
      case ForManifest(var choice) -> manifestRead(turn, choice, Manifest.decode(bytes));
      case ForDelta(var plan, var base) ->
          turn.go(new Next.TryPatches(plan, base, DeltaDescriptor.decode(bytes)));
      case ForArtifact _ -> throw new IllegalStateException("artifacts are not read whole");
    };
  }

  private static Move<CheckPhase> manifestRead(Turn turn, Choice choice, Manifest manifest) {
    return switch (Agreement.onManifest(choice, manifest, turn.settings())) {
      case Verdict.Agreed<Artifact>(var artifact) ->
          find(
              turn,
              new ForArtifact(choice, artifact, manifest.rollbackFloor()),
              artifact.path(manifest.id()));
      case Verdict.Refused<Artifact>(var code, var detail) ->
          Ending.refused(turn, choice, code, detail);
    };
  }

  /// A target whose bytes are wrong twice, or which its role should not have signed.
  private static Move<CheckPhase> unusable(Turn turn, Purpose purpose, String reason) {
    return switch (purpose) {
      case ForRings _ -> Look.refused(turn, reason);
      case ForManifest(var choice) -> Ending.notVouched(turn, choice, reason);
      case ForArtifact(var choice, _, _) -> Ending.notVouched(turn, choice, reason);
      case ForDelta(var plan, _) -> turn.go(new Next.TakeNextRoute(plan, reason));
    };
  }
}
