package dev.sluice.simulation.stamp;

import dev.sluice.events.ByteString;
import dev.sluice.repository.RepositoryStep.Standing;
import dev.sluice.repository.StoredFile;
import dev.sluice.simulation.world.World;
import dev.sluice.tuf.metadata.MetadataPaths;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The stamp's object store: files by path, each write with a tag, and conditions that hold.
///
/// It may be away for a while. Then nobody reads from it and nobody writes; whoever asks must look
/// at [#isAway()] first.
public final class StampStore {
  private final World world;
  private final Runnable timestampWritten;
  private final Map<String, StoredFile> files = new TreeMap<>();
  private final Map<String, byte[]> contents = new TreeMap<>();

  private Instant awayUntil = Instant.MIN;
  private long writes;

  /// An empty store.
  ///
  /// @param timestampWritten runs after each write of the timestamp: what it names is what devices
  ///     can read from now on
  public StampStore(World world, Runnable timestampWritten) {
    this.world = world;
    this.timestampWritten = timestampWritten;
  }

  /// The store is away until an instant, if not longer already.
  public void leaveUntil(Instant instant) {
    if (instant.isAfter(awayUntil)) {
      world.trace("store", "away until " + instant);
      awayUntil = instant;
    }
  }

  /// The store is there again.
  public void comeBack() {
    awayUntil = Instant.MIN;
  }

  /// Whether nobody can reach it.
  public boolean isAway() {
    return world.now().isBefore(awayUntil);
  }

  /// Everything in it by path; it changes as things are written.
  public Map<String, byte[]> contents() {
    return Collections.unmodifiableMap(contents);
  }

  Optional<StoredFile> find(String path) {
    return Optional.ofNullable(files.get(path));
  }

  OptionalLong findLengthBytes(String path) {
    return find(path).stream().mapToLong(file -> file.content().lengthBytes()).findFirst();
  }

  /// Writes a file that never changes, unless other bytes stand under its name.
  boolean writeOnce(String path, ByteString content) {
    StoredFile standing = files.get(path);
    if (standing != null) {
      return standing.content().equals(content);
    }
    var _ = put(path, content);
    return true;
  }

  /// Writes the timestamp if what stands there is what is expected.
  Optional<String> writeTimestamp(ByteString content, Standing expected) {
    Optional<String> standing = find(MetadataPaths.timestamp()).map(StoredFile::tag);
    boolean holds =
        switch (expected) {
          case Standing.Nothing() -> standing.isEmpty();
          case Standing.Tagged(var tag) -> standing.equals(Optional.of(tag));
        };
    if (!holds) {
      return Optional.empty();
    }
    var written = put(MetadataPaths.timestamp(), content);
    timestampWritten.run();
    return Optional.of(written.tag());
  }

  private StoredFile put(String path, ByteString content) {
    var file = new StoredFile(content, "tag-" + ++writes);
    files.put(path, file);
    contents.put(path, content.bytes());
    return file;
  }
}
