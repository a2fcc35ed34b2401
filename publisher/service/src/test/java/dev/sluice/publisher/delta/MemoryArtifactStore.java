package dev.sluice.publisher.delta;

import dev.sluice.events.ByteString;
import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// An object store in memory. Objects can be made to fail.
public final class MemoryArtifactStore implements ArtifactStore {
  private final Map<String, byte[]> objects = new TreeMap<>();
  private final Set<String> failing = new TreeSet<>();

  /// Every access to an object fails from now on.
  synchronized void fail(String path) {
    failing.add(path);
  }

  /// Nothing fails any more.
  synchronized void recover() {
    failing.clear();
  }

  synchronized void remove(String path) {
    objects.remove(path);
  }

  @Override
  public synchronized Optional<StoredDocument> find(String path, long maxLengthBytes)
      throws StoreException {
    requireUp(path);
    return Optional.ofNullable(objects.get(path))
        .map(bytes -> new StoredDocument(ByteString.of(bytes), Digest.sha256(bytes).hex()));
  }

  @Override
  public synchronized OptionalLong findLengthBytes(String path) throws StoreException {
    requireUp(path);
    return objects.containsKey(path)
        ? OptionalLong.of(objects.get(path).length)
        : OptionalLong.empty();
  }

  @Override
  public synchronized Optional<String> write(String path, byte[] content, Expected expected)
      throws StoreException {
    requireUp(path);
    boolean holds =
        switch (expected) {
          case Expected.Absent() -> !objects.containsKey(path);
          case Expected.Unchanged(var tag) ->
              find(path, Long.MAX_VALUE).filter(now -> now.entityTag().equals(tag)).isPresent();
        };
    if (!holds) {
      return Optional.empty();
    }
    objects.put(path, content.clone());
    return Optional.of(Digest.sha256(content).hex());
  }

  @Override
  public synchronized void put(String path, byte[] content) throws StoreException {
    requireUp(path);
    objects.put(path, content.clone());
  }

  @Override
  public synchronized List<String> list(String folder) {
    return objects.keySet().stream()
        .filter(path -> path.startsWith(folder))
        .map(path -> path.substring(folder.length()))
        .filter(name -> name.indexOf('/') < 0)
        .toList();
  }

  @Override
  public boolean download(String path, long lengthBytes, Path file) throws StoreException {
    Optional<StoredDocument> found = find(path, lengthBytes);
    if (found.isEmpty() || found.get().content().bytes().length != lengthBytes) {
      return false;
    }
    try {
      var _ = Files.write(file, found.get().content().bytes(), StandardOpenOption.CREATE_NEW);
      return true;
    } catch (IOException e) {
      throw new StoreException(file + " cannot be written", e);
    }
  }

  @Override
  public boolean read(String path, long lengthBytes, OutputStream sink) throws StoreException {
    Optional<StoredDocument> found = find(path, lengthBytes);
    if (found.isEmpty() || found.get().content().bytes().length != lengthBytes) {
      return false;
    }
    try {
      sink.write(found.get().content().bytes());
      return true;
    } catch (IOException e) {
      throw new StoreException(path + " cannot be passed on", e);
    }
  }

  @Override
  public void delete(String path) throws StoreException {
    requireUp(path);
    objects.remove(path);
  }

  private void requireUp(String path) throws StoreException {
    if (failing.contains(path)) {
      throw new StoreException(path + ": expected an answer, got none");
    }
  }
}
