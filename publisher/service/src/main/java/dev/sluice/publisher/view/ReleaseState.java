package dev.sluice.publisher.view;

import dev.sluice.events.TraceParent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.TargetFile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of one release.
///
/// @param release which release
/// @param publication what was published; empty while only later events were seen
/// @param isSigned whether the product role vouches for it
/// @param withdrawal why it is to be withdrawn, if it is
/// @param isWithdrawn whether the product role vouches for it no longer
/// @param descriptors the patches that were built, by result
/// @param arePatchesComplete whether all its patches are signed and no more will follow
/// @param revision rises with each change
public record ReleaseState(
    ReleaseId release,
    Optional<Publication> publication,
    boolean isSigned,
    Optional<String> withdrawal,
    boolean isWithdrawn,
    Map<Digest, List<TargetFile>> descriptors,
    boolean arePatchesComplete,
    long revision) {
  /// Copies.
  public ReleaseState {
    descriptors = Map.copyOf(descriptors);
  }

  static ReleaseState unknown(ReleaseId release) {
    return new ReleaseState(
        release, Optional.empty(), false, Optional.empty(), false, Map.of(), false, 0);
  }

  /// A publication.
  ///
  /// @param event what was published
  /// @param time when
  /// @param trace the trace that follows it
  public record Publication(ArtifactPublished event, Instant time, Optional<TraceParent> trace) {}

  ReleaseState published(Publication latest) {
    // Sent again, it stays the release of the first time.
    Publication kept = publication.orElse(latest);
    return new ReleaseState(
        release,
        Optional.of(kept),
        isSigned,
        withdrawal,
        isWithdrawn,
        descriptors,
        arePatchesComplete,
        revision + 1);
  }

  ReleaseState signed() {
    return new ReleaseState(
        release,
        publication,
        true,
        withdrawal,
        isWithdrawn,
        descriptors,
        arePatchesComplete,
        revision + 1);
  }

  ReleaseState withdrawalOrdered(String reason) {
    return new ReleaseState(
        release,
        publication,
        isSigned,
        Optional.of(reason),
        isWithdrawn,
        descriptors,
        arePatchesComplete,
        revision + 1);
  }

  ReleaseState withdrawn(String reason) {
    return new ReleaseState(
        release,
        publication,
        isSigned,
        Optional.of(reason),
        true,
        descriptors,
        arePatchesComplete,
        revision + 1);
  }

  ReleaseState built(Digest result, List<TargetFile> all) {
    Map<Digest, List<TargetFile>> more = new LinkedHashMap<>(descriptors);
    more.put(result, all);
    return new ReleaseState(
        release,
        publication,
        isSigned,
        withdrawal,
        isWithdrawn,
        more,
        arePatchesComplete,
        revision + 1);
  }

  ReleaseState patchesSigned(boolean complete) {
    return new ReleaseState(
        release,
        publication,
        isSigned,
        withdrawal,
        isWithdrawn,
        descriptors,
        arePatchesComplete || complete,
        revision + 1);
  }
}
