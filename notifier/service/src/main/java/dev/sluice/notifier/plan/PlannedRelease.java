package dev.sluice.notifier.plan;

import dev.sluice.console.release.PatchSize;
import dev.sluice.console.release.ReleaseRecord;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.release.DeltaBase;
import dev.sluice.rollout.plan.ReleaseSizes;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A release as a plan needs it.
///
/// @param artifacts what devices run that have it
/// @param sizes in full, of the largest artifact, for devices that say nothing of theirs
/// @param isComplete whether no more patches are coming
record PlannedRelease(
    ReleaseRef release, Set<Digest> artifacts, ReleaseSizes sizes, boolean isComplete) {
  private static final String COMPRESSED = new DeltaBase.None().text();

  /// What is known of a release; empty if its artifacts are not known.
  static Optional<PlannedRelease> of(ReleaseRecord record) {
    return record
        .published()
        .map(stamped -> stamped.event())
        .map(
            published ->
                new PlannedRelease(
                    new ReleaseRef(
                        published.release(), published.counter(), published.manifest().sha256()),
                    published.artifacts().stream()
                        .map(TargetFile::sha256)
                        .collect(Collectors.toSet()),
                    new ReleaseSizes(fullBytes(published, record.patches()), patches(record)),
                    record.isComplete()));
  }

  /// The largest artifact in its compressed form, if that is there and smaller.
  private static long fullBytes(ArtifactPublished published, Map<Digest, List<PatchSize>> patches) {
    return published.artifacts().stream()
        .max(Comparator.comparingLong(TargetFile::lengthBytes))
        .map(
            largest ->
                patches.getOrDefault(largest.sha256(), List.of()).stream()
                    .filter(patch -> patch.base().equals(COMPRESSED))
                    .mapToLong(PatchSize::lengthBytes)
                    .reduce(largest.lengthBytes(), Math::min))
        .orElse(0L);
  }

  /// By the artifact that a device runs. One that two patches start from leads to its own
  /// successor by the smaller one.
  private static Map<Digest, Long> patches(ReleaseRecord record) {
    Map<Digest, Long> patches = new HashMap<>();
    record.patches().values().stream()
        .flatMap(List::stream)
        .filter(patch -> !patch.base().equals(COMPRESSED))
        .forEach(
            patch -> patches.merge(Digest.parse(patch.base()), patch.lengthBytes(), Math::min));
    return patches;
  }
}
