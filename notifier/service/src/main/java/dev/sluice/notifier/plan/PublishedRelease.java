package dev.sluice.notifier.plan;

import dev.sluice.events.ArtifactPublished;
import dev.sluice.events.DeltasBuilt;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.release.DeltaBase;
import dev.sluice.rollout.plan.ReleaseSizes;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the events of a release say of its sizes.
///
/// @param artifactBytes of the largest artifact, for devices that say nothing of theirs
/// @param compressedBytes of its compressed form; the same if there is none
/// @param patchBytes by the artifact that a patch starts from
/// @param isComplete whether no more patches are coming
record PublishedRelease(
    ReleaseRef release,
    long artifactBytes,
    long compressedBytes,
    Map<Digest, Long> patchBytes,
    boolean isComplete) {
  PublishedRelease {
    patchBytes = Map.copyOf(new HashMap<>(patchBytes));
  }

  static PublishedRelease of(ArtifactPublished event) {
    long bytes = event.artifacts().stream().mapToLong(TargetFile::lengthBytes).max().orElse(0);
    var release = new ReleaseRef(event.release(), event.counter(), event.manifest().sha256());
    return new PublishedRelease(release, bytes, bytes, Map.of(), false);
  }

  /// With the patches of one event; a length that is not known counts as no patch.
  PublishedRelease with(DeltasBuilt event) {
    Map<Digest, Long> patches = new HashMap<>(patchBytes);
    long compressed = compressedBytes;
    List<Long> lengths = event.patchBytes();
    for (int i = 0; i < lengths.size(); i++) {
      String base = base(event.descriptors().get(i).path());
      long length = lengths.get(i);
      if (base.equals(new DeltaBase.None().text()) && length > 0) {
        compressed = Math.min(compressed, length);
      } else if (length > 0) {
        patches.put(Digest.parse(base), length);
      }
    }
    return new PublishedRelease(
        release, artifactBytes, compressed, patches, isComplete || event.complete());
  }

  private static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1, path.length() - ".json".length());
  }

  ReleaseSizes sizes() {
    return new ReleaseSizes(compressedBytes, patchBytes);
  }
}
