package dev.sluice.signer.store;

import dev.sluice.events.ByteString;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/// An object store in memory, with faults on demand.
public final class MemoryStore implements ObjectStore {
  private final Map<String, Stored> objects = new TreeMap<>();
  private Predicate<String> refused = _ -> false;
  private Predicate<String> unheard = _ -> false;
  private Runnable beforeTimestamp = () -> {};
  private long writes;

  /// Writes of these paths fail and change nothing.
  public void refuseWrites(Predicate<String> paths) {
    refused = paths;
  }

  /// Writes of these paths happen, but their answer is lost.
  public void loseAnswers(Predicate<String> paths) {
    unheard = paths;
  }

  /// Runs once, just before the next write of the timestamp.
  public void beforeTimestamp(Runnable action) {
    beforeTimestamp = action;
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
    objects.put(path, new Stored(ByteString.of(content), "tag-" + ++writes));
  }

  @Override
  public Optional<Stored> find(String path) {
    return Optional.ofNullable(objects.get(path));
  }

  @Override
  public OptionalLong findLengthBytes(String path) {
    return find(path).stream().mapToLong(stored -> stored.content().lengthBytes()).findFirst();
  }

  @Override
  public Optional<String> write(String path, byte[] content, Expected expected) throws IOException {
    if (path.endsWith("timestamp.json")) {
      Runnable action = beforeTimestamp;
      beforeTimestamp = () -> {};
      action.run();
    }
    if (refused.test(path)) {
      throw new IOException(path + ": the store is down");
    }
    boolean holds =
        switch (expected) {
          case Expected.Absent() -> find(path).isEmpty();
          case Expected.Unchanged(var tag) -> find(path).map(Stored::tag).equals(Optional.of(tag));
        };
    if (!holds) {
      return Optional.empty();
    }
    put(path, content);
    if (unheard.test(path)) {
      throw new IOException(path + ": no answer");
    }
    return find(path).map(Stored::tag);
  }
}
