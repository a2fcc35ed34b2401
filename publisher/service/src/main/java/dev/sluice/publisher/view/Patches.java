package dev.sluice.publisher.view;

import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.ObjectPaths;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The descriptors of patches, read from the store and kept for a while. For any number of threads.
public final class Patches {
  /// Some hundred releases with a few patches each; one has a few hundred bytes.
  private static final int MAX_KEPT = 2_000;

  private final ArtifactStore store;

  /// Guarded by itself; the least recently used goes first.
  private final Map<Digest, DeltaDescriptor> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, DeltaDescriptor> eldest) {
          return size() > MAX_KEPT;
        }
      };

  /// The caller closes what it gives.
  public Patches(ArtifactStore store) {
    this.store = store;
  }

  /// The patches of a release; what cannot be read is left out, as it only saves bytes.
  ///
  /// @throws StoreException if the store fails
  public List<DeltaDescriptor> of(ReleaseState state) throws StoreException {
    List<DeltaDescriptor> patches = new ArrayList<>();
    for (List<TargetFile> targets : state.descriptors().values()) {
      for (TargetFile target : targets) {
        find(target).ifPresent(patches::add);
      }
    }
    return patches;
  }

  private Optional<DeltaDescriptor> find(TargetFile target) throws StoreException {
    synchronized (kept) {
      DeltaDescriptor known = kept.get(target.sha256());
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<StoredDocument> stored =
        store.find(
            ObjectPaths.target(target.path(), target.sha256()), DeltaDescriptor.MAX_LENGTH_BYTES);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try {
      DeltaDescriptor read = DeltaDescriptor.decode(stored.get().content().bytes());
      synchronized (kept) {
        kept.put(target.sha256(), read);
      }
      return Optional.of(read);
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }
}
