package dev.sluice.console.release;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is known of one release. No order holds between topics, so that any part may be missing.
///
/// @param published what it consists of
/// @param signed that the product role vouches for it
/// @param ordered that it is to be withdrawn
/// @param withdrawn that it is
/// @param patches what devices download, by the artifact that they get
/// @param isComplete whether no more patches will follow
public record ReleaseRecord(
    ReleaseId release,
    Optional<StampedEvent<ArtifactPublished>> published,
    Optional<StampedEvent<ReleaseSigned>> signed,
    Optional<WithdrawalOrdered> ordered,
    Optional<ReleaseWithdrawn> withdrawn,
    Map<Digest, List<PatchSize>> patches,
    boolean isComplete) {
  /// Copies.
  public ReleaseRecord {
    patches = Map.copyOf(patches);
  }

  static ReleaseRecord unknown(ReleaseId release) {
    return new ReleaseRecord(
        release,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        false);
  }

  /// How far it is: `published`, `signed`, `withdrawing` or `withdrawn`.
  public String state() {
    if (withdrawn.isPresent()) {
      return "withdrawn";
    }
    if (ordered.isPresent()) {
      return "withdrawing";
    }
    return signed.isPresent() ? "signed" : "published";
  }

  /// Its release counter; 0 if neither the release nor its signature was seen.
  public long counter() {
    return published
        .map(stamped -> stamped.event().counter())
        .or(() -> signed.map(stamped -> stamped.event().counter()))
        .orElse(0L);
  }

  ReleaseRecord with(StampedEvent<ArtifactPublished> event) {
    // Sent again, it stays the release of the first time.
    Optional<StampedEvent<ArtifactPublished>> first = published.or(() -> Optional.of(event));
    return new ReleaseRecord(release, first, signed, ordered, withdrawn, patches, isComplete);
  }

  ReleaseRecord withSignature(StampedEvent<ReleaseSigned> event) {
    Optional<StampedEvent<ReleaseSigned>> first = signed.or(() -> Optional.of(event));
    return new ReleaseRecord(release, published, first, ordered, withdrawn, patches, isComplete);
  }

  ReleaseRecord with(WithdrawalOrdered event) {
    return new ReleaseRecord(
        release, published, signed, Optional.of(event), withdrawn, patches, isComplete);
  }

  ReleaseRecord with(ReleaseWithdrawn event) {
    return new ReleaseRecord(
        release, published, signed, ordered, Optional.of(event), patches, isComplete);
  }

  ReleaseRecord withPatches(Digest result, List<PatchSize> sizes) {
    Map<Digest, List<PatchSize>> next = new TreeMap<>(patches);
    next.put(result, sizes);
    return new ReleaseRecord(release, published, signed, ordered, withdrawn, next, isComplete);
  }

  ReleaseRecord withComplete(boolean complete) {
    return new ReleaseRecord(
        release, published, signed, ordered, withdrawn, patches, isComplete || complete);
  }
}
