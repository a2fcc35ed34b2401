package dev.sluice.publisher.delta;

import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.ObjectPaths;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Delta descriptors in the object store. Keeps what it has seen, so it lives as long as the build
/// of one release, on one thread.
final class Descriptors {
  private final ArtifactStore store;
  private final Map<Digest, DeltaDescriptor> seen = new HashMap<>();

  Descriptors(ArtifactStore store) {
    this.store = store;
  }

  /// Writes a descriptor.
  ///
  /// @return the target that it is
  TargetFile write(DeltaDescriptor descriptor) throws StoreException {
    byte[] document = descriptor.encode();
    Digest digest = Digest.sha256(document);
    store.put(ObjectPaths.target(descriptor.path(), digest), document);
    seen.put(digest, descriptor);
    return new TargetFile(descriptor.path(), document.length, digest, JsonObject.empty());
  }

  /// Reads a descriptor; one that is gone or cannot be read counts as none, as it only saves bytes.
  Optional<DeltaDescriptor> find(TargetFile target) throws StoreException {
    if (!seen.containsKey(target.sha256())) {
      Optional<StoredDocument> stored =
          store.find(
              ObjectPaths.target(target.path(), target.sha256()), DeltaDescriptor.MAX_LENGTH_BYTES);
      if (stored.isEmpty()) {
        return Optional.empty();
      }
      try {
        seen.put(target.sha256(), DeltaDescriptor.decode(stored.get().content().bytes()));
      } catch (MalformedJsonException e) {
        return Optional.empty();
      }
    }
    return Optional.of(seen.get(target.sha256()));
  }
}
