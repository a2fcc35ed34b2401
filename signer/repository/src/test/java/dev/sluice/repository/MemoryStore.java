package dev.sluice.repository;

import dev.sluice.events.ByteString;
import dev.sluice.repository.RepositoryStep.Ended;
import dev.sluice.repository.RepositoryStep.Measure;
import dev.sluice.repository.RepositoryStep.Read;
import dev.sluice.repository.RepositoryStep.Standing;
import dev.sluice.repository.RepositoryStep.TellTime;
import dev.sluice.repository.RepositoryStep.WriteOnce;
import dev.sluice.repository.RepositoryStep.WriteTimestamp;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.metadata.MetadataPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Performs steps on files in memory, with faults on demand.
public final class MemoryStore {
  private final VirtualClock clock;
  private final Map<String, StoredFile> objects = new TreeMap<>();
  private final List<String> written = new ArrayList<>();
  private Predicate<String> refused = _ -> false;
  private Predicate<String> unheard = _ -> false;
  private Work beforeTimestamp = () -> {};
  private int stepsLeft = Integer.MAX_VALUE;

  /// Something that works on the store itself.
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /// An empty store.
  public MemoryStore(VirtualClock clock) {
    this.clock = clock;
  }

  /// Writes of these paths fail and change nothing.
  public void refuseWrites(Predicate<String> paths) {
    refused = paths;
  }

  /// Writes of these paths happen, but their answer is lost.
  public void loseAnswers(Predicate<String> paths) {
    unheard = paths;
  }

  /// Runs once, just before the next write of the timestamp.
  public void beforeTimestamp(Work action) {
    beforeTimestamp = action;
  }

  /// The power goes after this many steps.
  public void stopAfter(int steps) {
    stepsLeft = steps;
  }

  /// Every path that was written, in order.
  public List<String> written() {
    return List.copyOf(written);
  }

  /// All objects by path.
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    objects.forEach((path, stored) -> files.put(path, stored.content().bytes()));
    return files;
  }

  /// Puts an object whatever stands there.
  public void put(String path, byte[] content) {
    put(path, ByteString.of(content));
  }

  private void put(String path, ByteString content) {
    written.add(path);
    objects.put(path, new StoredFile(content, "tag-" + written.size()));
  }

  /// Takes an object away.
  public void remove(String path) {
    objects.remove(path);
  }

  /// Performs all steps of some work.
  ///
  /// @throws IOException as steps do, and where a fault was asked for
  public <T> T perform(RepositoryStep<T> first) throws IOException {
    RepositoryStep<T> step = first;
    while (true) {
      if (stepsLeft-- == 0) {
        throw new IOException("the power is gone");
      }
      switch (step) {
        case Ended<T>(var result) -> {
          return result;
        }
        case Read<T>(var path, _, var then) ->
            step = then.with(Optional.ofNullable(objects.get(path)));
        case Measure<T>(var path, var then) -> step = then.with(lengthBytes(path));
        case TellTime<T>(var then) -> step = then.with(clock.instant());
        case WriteOnce<T>(var path, var content, var then) ->
            step = then.with(writeOnce(path, content));
        case WriteTimestamp<T>(var content, var expected, var then) ->
            step = then.with(writeTimestamp(content, expected));
      }
    }
  }

  private OptionalLong lengthBytes(String path) {
    return Optional.ofNullable(objects.get(path)).stream()
        .mapToLong(stored -> stored.content().lengthBytes())
        .findFirst();
  }

  private boolean writeOnce(String path, ByteString content) throws IOException {
    StoredFile standing = objects.get(path);
    if (standing != null) {
      return standing.content().equals(content);
    }
    write(path, content);
    return true;
  }

  private Optional<String> writeTimestamp(ByteString content, Standing expected)
      throws IOException {
    Work action = beforeTimestamp;
    beforeTimestamp = () -> {};
    action.run();
    String path = MetadataPaths.timestamp();
    Optional<String> standing = Optional.ofNullable(objects.get(path)).map(StoredFile::tag);
    boolean holds =
        switch (expected) {
          case Standing.Nothing() -> standing.isEmpty();
          case Standing.Tagged(var tag) -> standing.equals(Optional.of(tag));
        };
    if (!holds) {
      return Optional.empty();
    }
    write(path, content);
    return Optional.of("tag-" + written.size());
  }

  private void write(String path, ByteString content) throws IOException {
    if (refused.test(path)) {
      throw new IOException(path + ": the store is down");
    }
    put(path, content);
    if (unheard.test(path)) {
      throw new IOException(path + ": no answer");
    }
  }
}
