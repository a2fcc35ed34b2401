package dev.sluice.signer.commit;

import dev.sluice.events.ByteString;
import dev.sluice.store.ObjectStore;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/// An object store in memory, with faults on demand.
public final class MemoryStore implements ObjectStore {
  private final Map<String, StoredDocument> objects = new TreeMap<>();
  private Predicate<String> refused = _ -> false;
  private Predicate<String> unheard = _ -> false;
  private long writes;

  /// Writes of these paths fail and change nothing.
  public void refuseWrites(Predicate<String> paths) {
    refused = paths;
  }

  /// Writes of these paths happen, but their answer is lost.
  public void loseAnswers(Predicate<String> paths) {
    unheard = paths;
  }

  /// How many objects were written.
  public long writes() {
    return writes;
  }

  /// All objects by path.
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    objects.forEach((path, stored) -> files.put(path, stored.content().bytes()));
    return files;
  }

  /// Puts an object whatever stands there.
  public void put(String path, byte[] content) {
    objects.put(path, new StoredDocument(ByteString.of(content), "tag-" + ++writes));
  }

  /// Takes an object away.
  public void remove(String path) {
    objects.remove(path);
  }

  @Override
  public Optional<StoredDocument> find(String path, long maxLengthBytes) throws StoreException {
    Optional<StoredDocument> found = Optional.ofNullable(objects.get(path));
    if (found.isPresent() && found.get().content().lengthBytes() > maxLengthBytes) {
      throw new StoreException(path + ": expected at most " + maxLengthBytes + " bytes, got more");
    }
    return found;
  }

  @Override
  public OptionalLong findLengthBytes(String path) {
    return Optional.ofNullable(objects.get(path)).stream()
        .mapToLong(stored -> stored.content().lengthBytes())
        .findFirst();
  }

  @Override
  public Optional<String> write(String path, byte[] content, Expected expected)
      throws StoreException {
    if (refused.test(path)) {
      throw new StoreException(path + ": the store is down");
    }
    boolean holds =
        switch (expected) {
          case Expected.Absent() -> findTag(path).isEmpty();
          case Expected.Unchanged(var tag) -> findTag(path).equals(Optional.of(tag));
        };
    if (!holds) {
      return Optional.empty();
    }
    put(path, content);
    if (unheard.test(path)) {
      throw new StoreException(path + ": no answer");
    }
    return findTag(path);
  }

  private Optional<String> findTag(String path) {
    return Optional.ofNullable(objects.get(path)).map(StoredDocument::entityTag);
  }
}
