package dev.sluice.publisher.api;

import dev.sluice.events.release.StartRequest;
import dev.sluice.publisher.view.ReleaseState;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.DeltaStep;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The records in which releases stand in requests and answers.
public final class ReleaseForms {
  private ReleaseForms() {}

  /// How far a release is.
  public enum ReleaseStage {
    /// It waits for its signature.
    PUBLISHED,
    /// The product role vouches for it.
    SIGNED,
    /// Its withdrawal was ordered.
    WITHDRAWING,
    /// The product role vouches for it no longer.
    WITHDRAWN;

    static ReleaseStage of(ReleaseState state) {
      if (state.isWithdrawn()) {
        return WITHDRAWN;
      }
      if (state.withdrawal().isPresent()) {
        return WITHDRAWING;
      }
      return state.isSigned() ? SIGNED : PUBLISHED;
    }
  }

  /// An artifact that was uploaded.
  ///
  /// @param installer how a device puts it into place
  public record ArtifactBody(
      ArtifactName name, long lengthBytes, Digest sha256, Optional<Installer> installer) {
    Artifact artifact() {
      return new Artifact(name, sha256, lengthBytes, installer.orElse(Installer.FILE));
    }
  }

  /// A release to be published.
  ///
  /// @param hardware what it is meant for; absent or empty means any
  /// @param floor the counter that devices may not go below after it; absent: that of the release
  ///     before
  /// @param counter the counter that it must get; absent: the next one
  /// @param start how its rollout starts; absent: as the product's policy says
  /// @param policyVersion the policy version that its rollout waits for
  public record ReleaseBody(
      ProductName product,
      Version version,
      List<ArtifactBody> artifacts,
      Optional<List<String>> hardware,
      Optional<Long> floor,
      Optional<Long> counter,
      Optional<StartRequest> start,
      Optional<Long> policyVersion) {}

  /// An artifact of a release.
  public record ArtifactAnswer(
      ArtifactName name, long lengthBytes, Digest sha256, Installer installer) {
    static ArtifactAnswer of(Artifact artifact) {
      return new ArtifactAnswer(
          artifact.name(), artifact.lengthBytes(), artifact.digest(), artifact.installer());
    }
  }

  /// What leads to an artifact.
  ///
  /// @param base SHA-256 of what a device has, or `none` for the compressed artifact
  /// @param result SHA-256 of the artifact
  /// @param patches SHA-256 of each patch, one applied after the other
  /// @param patchBytes what is downloaded
  public record PatchAnswer(
      String base, Digest result, List<Digest> patches, long patchBytes, long resultBytes) {
    static PatchAnswer of(DeltaDescriptor descriptor) {
      String base =
          switch (descriptor.base()) {
            case DeltaBase.Existing(var digest, _) -> digest.hex();
            case DeltaBase.None none -> none.text();
          };
      return new PatchAnswer(
          base,
          descriptor.result(),
          descriptor.steps().stream().map(DeltaStep::patch).toList(),
          descriptor.patchLengthBytes(),
          descriptor.resultLengthBytes());
    }
  }

  /// A release in a list.
  public record ReleaseSummary(
      ProductName product,
      Version version,
      long counter,
      ReleaseStage state,
      Instant published,
      long artifactBytes,
      boolean patchesComplete) {
    static ReleaseSummary of(ReleaseState state) {
      ReleaseState.Publication publication = state.publication().orElseThrow();
      return new ReleaseSummary(
          state.release().product(),
          state.release().version(),
          publication.event().counter(),
          ReleaseStage.of(state),
          publication.time(),
          publication.event().artifacts().stream().mapToLong(a -> a.lengthBytes()).sum(),
          state.arePatchesComplete());
    }
  }

  /// A release.
  ///
  /// @param manifest SHA-256 of its manifest
  /// @param trace the id of the trace that follows it
  /// @param withdrawal why it is withdrawn
  /// @param patchesExpected whether this publisher builds patches
  /// @param patchesComplete whether all patches are signed
  public record ReleaseAnswer(
      ProductName product,
      Version version,
      long counter,
      long rollbackFloor,
      ReleaseStage state,
      Digest manifest,
      List<String> hardware,
      List<ArtifactAnswer> artifacts,
      StartRequest start,
      long policyVersion,
      Optional<Instant> published,
      Optional<String> trace,
      Optional<String> withdrawal,
      boolean patchesExpected,
      boolean patchesComplete,
      List<PatchAnswer> patches) {}

  /// Why a release is to be withdrawn.
  public record WithdrawalBody(String reason) {}

  /// A withdrawal that is safe; its effect comes later and shows in the release.
  public record WithdrawalAnswer(
      ProductName product, Version version, ReleaseStage state, String reason, String by) {}

  /// Something that happened to a release.
  ///
  /// @param patch the patch that was built
  public record ReleaseChange(
      ProductName product,
      Version version,
      long counter,
      ReleaseStage state,
      boolean patchesComplete,
      Optional<PatchAnswer> patch) {}
}
