package dev.sluice.console.release;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.TargetFile;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A release as the console shows it.
///
/// @param rollbackFloor the counter that devices may not go below after it
/// @param kind what it brings: a file, or a document that is reloaded
/// @param state `published`, `signed`, `withdrawing` or `withdrawn`
/// @param manifest SHA-256 of its manifest; absent until the publication was seen
/// @param signedAt since when the product role vouches for it
/// @param signedBy the program that put the signature into the store
/// @param withdrawal why it is withdrawn
/// @param withdrawnBy who ordered that
/// @param patchesComplete whether no more patches will follow
record ReleaseRecordAnswer(
    ProductName product,
    Version version,
    long counter,
    long rollbackFloor,
    Installer kind,
    String state,
    Optional<Digest> manifest,
    Optional<Instant> publishedAt,
    Optional<Instant> signedAt,
    Optional<String> signedBy,
    Optional<String> withdrawal,
    Optional<String> withdrawnBy,
    List<ArtifactAnswer> artifacts,
    boolean patchesComplete) {
  /// An artifact, and what devices download of it instead.
  ///
  /// @param patches the smallest first
  record ArtifactAnswer(String name, long lengthBytes, Digest sha256, List<PatchAnswer> patches) {}

  /// What a device downloads that has a certain artifact.
  ///
  /// @param base SHA-256 of what it has, or `none` for the compressed artifact
  /// @param baseVersion the version that has it, if one of this product is known
  record PatchAnswer(String base, Optional<String> baseVersion, long lengthBytes) {}

  static ReleaseRecordAnswer of(ReleaseRecord release, ArtifactVersions versions) {
    return new ReleaseRecordAnswer(
        release.release().product(),
        release.release().version(),
        release.counter(),
        release
            .published()
            .map(published -> published.event().rollbackFloor())
            .or(() -> release.signed().map(signed -> signed.event().rollbackFloor()))
            .orElse(0L),
        release.published().map(published -> published.event().kind()).orElse(Installer.FILE),
        release.state(),
        release.published().map(published -> published.event().manifest().sha256()),
        release.published().map(StampedEvent::time),
        release.signed().map(StampedEvent::time),
        release.signed().map(StampedEvent::source),
        release
            .withdrawn()
            .map(withdrawn -> withdrawn.reason())
            .or(() -> release.ordered().map(WithdrawalOrdered::reason)),
        release.ordered().map(WithdrawalOrdered::by),
        release.published().stream()
            .flatMap(published -> published.event().artifacts().stream())
            .map(artifact -> artifact(release, artifact, versions))
            .toList(),
        release.isComplete());
  }

  private static ArtifactAnswer artifact(
      ReleaseRecord release, TargetFile artifact, ArtifactVersions versions) {
    String path = artifact.path();
    return new ArtifactAnswer(
        path.substring(path.lastIndexOf('/') + 1),
        artifact.lengthBytes(),
        artifact.sha256(),
        release.patches().getOrDefault(artifact.sha256(), List.of()).stream()
            .sorted(Comparator.comparingLong(PatchSize::lengthBytes))
            .map(
                size ->
                    new PatchAnswer(
                        size.base(),
                        versions.find(release.release().product(), size.base()),
                        size.lengthBytes()))
            .toList());
  }
}
