package dev.sluice.update;

import dev.sluice.events.confirmation.OutcomeReason.Code;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.Artifact;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.Manifest;
import dev.sluice.release.SliceReference;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.trust.Fetch;
import dev.sluice.tuf.trust.LookupStep;
import dev.sluice.tuf.trust.TargetLookup;
import dev.sluice.tuf.trust.TargetVerification;
import dev.sluice.tuf.trust.TrustedTarget;
import dev.sluice.update.Phase.Finding;
import dev.sluice.update.Phase.ForArtifact;
import dev.sluice.update.Phase.ForDelta;
import dev.sluice.update.Phase.ForManifest;
import dev.sluice.update.Phase.ForRings;
import dev.sluice.update.Phase.Purpose;
import dev.sluice.update.Phase.Reading;
import dev.sluice.update.Request.Bytes;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.verify.DigestCheck;
import java.util.Optional;

/// Finds what a role of the repository vouches for, reads it, and lets nothing pass on which the
/// rings document and the product role disagree.
final class Lookup {
  private static final String HARDWARE = "hardware";

  private Lookup() {}

  static void find(Run run, Purpose purpose, String targetPath) {
    advance(run, purpose, TargetLookup.start(run.trust, targetPath, run.agentTime(), Cycle.LIMITS));
  }

  static void findDelta(Run run, Plan plan, PatchBase base) {
    find(run, new ForDelta(plan, base), Patching.descriptorPath(plan, base));
  }

  private static void advance(Run run, Purpose purpose, TargetLookup lookup) {
    Cycle.accept(run, lookup.trusted());
    switch (lookup.step()) {
      case Fetch fetch -> run.enter(new Finding(purpose, lookup), Cycle.want(fetch, false));
      case LookupStep.Found(var target, _) -> found(run, purpose, target);
      case LookupStep.NotFound _ -> notFound(run, purpose);
      case LookupStep.Refused(var refusal) -> lookupRefused(run, purpose, refusal.message());
    }
  }

  /// An answer to a delegated metadata file.
  ///
  /// @param next the lookup after the answer
  static void lookupAnswered(Run run, Finding phase, TargetLookup next) {
    if (next.step() instanceof LookupStep.Refused(var refusal)
        && run.refuse(Cycle.reason(refusal))) {
      return;
    }
    advance(run, phase.purpose(), next);
  }

  private static void found(Run run, Purpose purpose, TrustedTarget target) {
    switch (purpose) {
      case ForRings _ -> read(run, purpose, target, RingsDocument.MAX_LENGTH_BYTES);
      case ForManifest(var choice) -> {
        Digest expected = choice.release().manifest();
        if (target.digest().equals(expected)) {
          read(run, purpose, target, Manifest.MAX_LENGTH_BYTES);
        } else {
          Ending.refused(
              run,
              choice,
              Code.UNTRUSTED,
              target.path()
                  + ": "
                  + DigestCheck.mismatch(expected, target.digest())
                  + " from the product role");
        }
      }
      case ForArtifact forArtifact -> artifactFound(run, forArtifact, target);
      case ForDelta _ -> read(run, purpose, target, DeltaDescriptor.MAX_LENGTH_BYTES);
    }
  }

  private static void notFound(Run run, Purpose purpose) {
    switch (purpose) {
      case ForRings _ -> {
        Cycle.nothingPlanned(run);
      }
      case ForManifest(var choice) ->
          Ending.notVouched(
              run, choice, "no role vouches for " + Manifest.path(choice.release().release()));
      case ForArtifact(var choice, var artifact, _) ->
          Ending.notVouched(
              run, choice, "no role vouches for " + artifact.path(choice.release().release()));
      case ForDelta(var plan, var base) ->
          Transfer.nextRoute(
              run,
              plan,
              switch (base) {
                case PatchBase.Nothing _ -> "it is not offered compressed";
                case PatchBase.File(_, var digest) -> "there is no patch from " + digest.prefix();
              });
    }
  }

  private static void lookupRefused(Run run, Purpose purpose, String reason) {
    switch (purpose) {
      case ForRings _, ForManifest _, ForArtifact _ -> Cycle.refused(run, reason);
      case ForDelta(var plan, _) -> Transfer.nextRoute(run, plan, reason);
    }
  }

  private static void read(Run run, Purpose purpose, TrustedTarget target, long maxLengthBytes) {
    if (target.lengthBytes() > maxLengthBytes) {
      documentRefused(
          run,
          purpose,
          "%s: expected at most %d bytes, got %d"
              .formatted(target.path(), maxLengthBytes, target.lengthBytes()));
      return;
    }
    run.enter(
        new Reading(purpose, target),
        new Bytes(
            target.path(),
            target.repositoryPath(),
            new ByteRange.Whole(),
            target.lengthBytes(),
            false));
  }

  /// Only bytes that a role vouches for reach a decoder.
  static void targetFetched(Run run, Reading phase, Content content) {
    switch (phase.target().verify(content.bytes())) {
      case TargetVerification.Refused(var refusal) ->
          targetRefused(run, phase, Cycle.reason(refusal));
      case TargetVerification.Verified(var verified) -> {
        try {
          targetRead(run, phase.purpose(), verified.bytes());
        } catch (MalformedJsonException e) {
          documentRefused(run, phase.purpose(), phase.target().path() + ": " + e.getMessage());
        }
      }
    }
  }

  static void targetRefused(Run run, Reading phase, String reason) {
    if (!run.refuse(reason)) {
      documentRefused(run, phase.purpose(), phase.target().path() + ": " + reason);
    }
  }

  private static void targetRead(Run run, Purpose purpose, byte[] bytes)
      throws MalformedJsonException {
    switch (purpose) {
      case ForRings _ -> Cycle.decide(run, RingsDocument.decode(bytes));
      case ForManifest(var choice) -> manifestRead(run, choice, Manifest.decode(bytes));
      case ForDelta(var plan, var base) ->
          Patching.found(run, plan, base, DeltaDescriptor.decode(bytes));
      case ForArtifact _ -> throw new IllegalStateException("artifacts are not read whole");
    }
  }

  /// A target whose bytes are wrong twice, or which its role should not have signed.
  private static void documentRefused(Run run, Purpose purpose, String reason) {
    switch (purpose) {
      case ForRings _ -> Cycle.refused(run, reason);
      case ForManifest(var choice) -> Ending.notVouched(run, choice, reason);
      case ForArtifact(var choice, _, _) -> Ending.notVouched(run, choice, reason);
      case ForDelta(var plan, _) -> Transfer.nextRoute(run, plan, reason);
    }
  }

  private static void manifestRead(Run run, Choice choice, Manifest manifest) {
    Optional<String> disagreement = findDisagreement(choice, manifest);
    if (disagreement.isPresent()) {
      Ending.refused(run, choice, Code.UNTRUSTED, disagreement.get());
      return;
    }
    String hardware = run.settings.attributes().attributes().getOrDefault(HARDWARE, "");
    if (!manifest.hardware().isEmpty() && !manifest.hardware().contains(hardware)) {
      Ending.refused(
          run,
          choice,
          Code.NOT_FOR_DEVICE,
          "the release is for hardware %s, the device's is \"%s\""
              .formatted(manifest.hardware(), hardware));
      return;
    }
    manifest.artifacts().stream()
        .filter(artifact -> artifact.installer() == run.settings.kind())
        .findFirst()
        .ifPresentOrElse(
            artifact ->
                find(
                    run,
                    new ForArtifact(choice, artifact, manifest.rollbackFloor()),
                    artifact.path(manifest.id())),
            () ->
                Ending.refused(
                    run,
                    choice,
                    Code.NOT_FOR_DEVICE,
                    "an artifact must be of the kind %s, which this device installs, got %s"
                        .formatted(
                            run.settings.kind().jsonName(),
                            manifest.artifacts().stream()
                                .map(artifact -> artifact.installer().jsonName())
                                .distinct()
                                .toList())));
  }

  /// Rings document and product role must agree.
  private static Optional<String> findDisagreement(Choice choice, Manifest manifest) {
    return manifest.id().equals(choice.release().release())
            && manifest.counter() == choice.release().counter()
        ? Optional.empty()
        : Optional.of(
            "the manifest must be of %s with counter %d, got %s with counter %d"
                .formatted(
                    choice.release().release(),
                    choice.release().counter(),
                    manifest.id(),
                    manifest.counter()));
  }

  private static void artifactFound(Run run, ForArtifact purpose, TrustedTarget target) {
    Choice choice = purpose.choice();
    Artifact artifact = purpose.artifact();
    if (!target.digest().equals(artifact.digest())
        || target.lengthBytes() != artifact.lengthBytes()) {
      Ending.refused(
          run,
          choice,
          Code.UNTRUSTED,
          target.path() + ": target and manifest must agree, they do not");
      return;
    }
    Optional<SliceReference> slices;
    try {
      slices = SliceReference.fromCustom(target.custom());
    } catch (MalformedJsonException e) {
      slices = Optional.empty();
    }
    if (slices.isEmpty()) {
      Ending.refused(
          run, choice, Code.UNTRUSTED, target.path() + ": the target must name its slice list");
      return;
    }
    Transfer.begin(
        run,
        new Plan(
            choice.release().release(),
            choice.release().counter(),
            purpose.rollbackFloor(),
            choice.rollout(),
            choice.attempt(),
            choice.release().manifest(),
            artifact,
            slices.get(),
            choice.schedule()));
  }
}
