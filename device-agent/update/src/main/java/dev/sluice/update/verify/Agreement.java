package dev.sluice.update.verify;

import dev.sluice.events.confirmation.OutcomeReason.Code;
import dev.sluice.release.Artifact;
import dev.sluice.release.Manifest;
import dev.sluice.release.SliceReference;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.trust.TrustedTarget;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.settings.UpdateSettings;
import java.util.Optional;

/// Lets nothing pass on which the rings document and the product role disagree.
///
/// Both are signed, by different keys: who holds one of them can neither choose a release that the
/// other does not name nor mix parts of two (mix-and-match).
public final class Agreement {
  private static final String HARDWARE = "hardware";

  private Agreement() {}

  /// Whether the product role vouches for the manifest that the rings document names.
  ///
  /// @param target the manifest's, as the product role has it
  /// @return the target, which may be read
  public static Verdict<TrustedTarget> onTarget(Choice choice, TrustedTarget target) {
    Digest expected = choice.release().manifest();
    return target.digest().equals(expected)
        ? new Verdict.Agreed<>(target)
        : untrusted(
            target.path()
                + ": "
                + DigestCheck.mismatch(expected, target.digest())
                + " from the product role");
  }

  /// Whether the manifest is of the chosen release, and has something for the device.
  ///
  /// @return the artifact that the device installs
  public static Verdict<Artifact> onManifest(
      Choice choice, Manifest manifest, UpdateSettings settings) {
    if (!manifest.id().equals(choice.release().release())
        || manifest.counter() != choice.release().counter()) {
      return untrusted(
          "the manifest must be of %s with counter %d, got %s with counter %d"
              .formatted(
                  choice.release().release(),
                  choice.release().counter(),
                  manifest.id(),
                  manifest.counter()));
    }
    String hardware = settings.attributes().attributes().getOrDefault(HARDWARE, "");
    if (!manifest.hardware().isEmpty() && !manifest.hardware().contains(hardware)) {
      return new Verdict.Refused<>(
          Code.NOT_FOR_DEVICE,
          "the release is for hardware %s, the device's is \"%s\""
              .formatted(manifest.hardware(), hardware));
    }
    return manifest.artifacts().stream()
        .filter(artifact -> artifact.installer() == settings.kind())
        .findFirst()
        .<Verdict<Artifact>>map(Verdict.Agreed::new)
        .orElseGet(() -> otherKind(manifest, settings));
  }

  private static Verdict<Artifact> otherKind(Manifest manifest, UpdateSettings settings) {
    return new Verdict.Refused<>(
        Code.NOT_FOR_DEVICE,
        "an artifact must be of the kind %s, which this device installs, got %s"
            .formatted(
                settings.kind().jsonName(),
                manifest.artifacts().stream()
                    .map(artifact -> artifact.installer().jsonName())
                    .distinct()
                    .toList()));
  }

  /// Whether the artifact's target is the one that the manifest means.
  ///
  /// @param rollbackFloor the floor that the manifest sets
  /// @param target the artifact's
  /// @return what the device is about to install
  public static Verdict<Plan> onArtifact(
      Choice choice, Artifact artifact, long rollbackFloor, TrustedTarget target) {
    if (!target.digest().equals(artifact.digest())
        || target.lengthBytes() != artifact.lengthBytes()) {
      return untrusted(target.path() + ": target and manifest must agree, they do not");
    }
    return findSlices(target)
        .<Verdict<Plan>>map(
            slices ->
                new Verdict.Agreed<>(
                    new Plan(
                        choice.release().release(),
                        choice.release().counter(),
                        rollbackFloor,
                        choice.rollout(),
                        choice.attempt(),
                        choice.release().manifest(),
                        artifact,
                        slices,
                        choice.schedule())))
        .orElseGet(() -> untrusted(target.path() + ": the target must name its slice list"));
  }

  private static Optional<SliceReference> findSlices(TrustedTarget target) {
    try {
      return SliceReference.fromCustom(target.custom());
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }

  private static <T> Verdict<T> untrusted(String detail) {
    return new Verdict.Refused<>(Code.UNTRUSTED, detail);
  }
}
