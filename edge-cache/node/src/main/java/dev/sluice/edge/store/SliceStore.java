package dev.sluice.edge.store;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.Holdings;
import dev.sluice.cache.holding.SliceIndex;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Slices on disk, up to a number of bytes; the least recently used leave first.
///
/// Layout: `slices/<2 hex>/<sha256 of the path>.<index>.slice`, each file the bytes of one slice
/// followed by their description ([Trailer]). One file per slice is our choice: a slice appears by
/// one rename and goes by one unlink, so that neither a kill nor an eviction can leave half of
/// something, and the index is rebuilt from the files alone. Slices in the making stand in
/// `partial/`, which is emptied at start.
///
/// **The disk may be full** before the limit is reached: another program writes there too. The
/// least recently used slices leave then; if that does not help, a few slices stand in memory for
/// their readers, and are fetched again later.
///
/// Nothing is synced: a slice lost to a power cut is fetched again, and one damaged by it is found
/// by its reader, who verifies every byte and asks for a checked copy.
///
/// Safe for use by all threads.
public final class SliceStore implements Holdings<StoredSlice>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SliceStore.class);
  private static final String SUFFIX = ".slice";

  /// Another program may take what was freed; one that goes on with that is not outrun.
  private static final int MAX_ROUNDS = 4;

  private final Path slices;
  private final Path partials;
  private final FileChannel lock;
  private final Partition partition;
  private final SpareMemory memory;
  private final AtomicLong partialNumber = new AtomicLong();
  private volatile Optional<String> failure = Optional.empty();

  // guarded by this
  private final SliceIndex<StoredSlice> index;
  private final SliceIndex<StoredSlice> spare;

  private SliceStore(
      Path directory, long limitBytes, FileChannel lock, Partition partition, SpareMemory memory) {
    this.slices = directory.resolve("slices");
    this.partials = directory.resolve("partial");
    this.lock = lock;
    this.partition = partition;
    this.memory = memory;
    this.index = new SliceIndex<>(limitBytes);
    this.spare = new SliceIndex<>(memory.limitBytes());
  }

  /// Opens the store in a directory, which is made if need be, and takes up what an earlier run
  /// left there.
  ///
  /// @param limitBytes most bytes of all files together; if less than what is there, the oldest
  ///     leave
  /// @throws CannotStartException if the directory cannot be written, or another process has it
  ///     open
  public static SliceStore open(Path directory, long limitBytes) {
    return open(directory, limitBytes, new Partition.Real(), SpareMemory.ofProcess());
  }

  static SliceStore open(Path directory, long limitBytes, Partition partition, SpareMemory memory) {
    try {
      Files.createDirectories(directory);
      var lock = lock(directory);
      var store = new SliceStore(directory, limitBytes, lock, partition, memory);
      Files.createDirectories(store.slices);
      Files.createDirectories(store.partials);
      store.removePartials();
      store.rebuild();
      return store;
    } catch (IOException | UncheckedIOException e) {
      throw new CannotStartException(
          "the store directory %s must be writable; it is not (%s); give this user the right, or choose another directory"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  @Override
  public synchronized Optional<StoredSlice> find(SliceKey key) {
    return index.find(key).or(() -> spare.find(key));
  }

  @Override
  public synchronized Optional<StoredSlice> findAny(ObjectPath path) {
    return index.findAny(path).or(() -> spare.findAny(path));
  }

  /// Starts a slice. The caller closes it.
  public SliceWriter begin(SliceKey key) {
    return new SliceWriter(this, key, partials.resolve(partialNumber.incrementAndGet() + ""));
  }

  /// Removes a slice that was found bad, unless it has been replaced since.
  ///
  /// @return whether it was still there: false for all but the first who drops it
  public synchronized boolean drop(StoredSlice slice) {
    if (!index.drop(slice) && !spare.drop(slice)) {
      return false;
    }
    delete(slice);
    return true;
  }

  /// Where a slice is kept, whether it is here or not.
  public Path fileOf(SliceKey key) {
    var name = Digest.sha256(key.path().value().getBytes(StandardCharsets.UTF_8)).hex();
    return slices.resolve(name.substring(0, 2)).resolve(name + "." + key.index() + SUFFIX);
  }

  /// Why nothing can be kept at present; empty when all is well. The last failure stands until a
  /// slice has entered.
  public Optional<String> problem() {
    return Files.isWritable(partials)
        ? failure
        : Optional.of("the store directory %s cannot be written".formatted(partials));
  }

  /// Remembers a failure of the disk.
  StoreFailedException failed(String what, IOException cause) {
    var failed = new StoreFailedException(what, cause);
    if (failure.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("reason", failed.getMessage())
          .log("the disk takes no slices; what upstream has is passed on");
    }
    failure = Optional.of(String.valueOf(failed.getMessage()));
    return failed;
  }

  /// Bytes of all files.
  public synchronized long usedBytes() {
    return index.usedBytes();
  }

  /// How many slices are here.
  public synchronized int size() {
    return index.size();
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StoreFailedException("the lock of the store cannot be released", e);
    }
  }

  Partition partition() {
    return partition;
  }

  /// Memory for a slice that the disk did not take, for which others in memory leave; empty if
  /// readers use all of it.
  synchronized Optional<SpareBytes> takeMemory(long lengthBytes) {
    var room = memory.take(lengthBytes);
    if (room.isPresent()) {
      return room;
    }
    spare.makeRoom(lengthBytes).forEach(SliceStore::delete);
    return memory.take(lengthBytes);
  }

  /// How often it is worth making room after a failure to write. Where the partition does not seem
  /// to be full, a quota or the number of files may be at its end, of which nobody tells: once. In
  /// a directory that is gone or read-only, nobody has to leave.
  int roundsOfMakingRoom(long neededBytes) {
    if (!Files.isWritable(partials)) {
      return 0;
    }
    return partition.isFull(partials, neededBytes) ? MAX_ROUNDS : 1;
  }

  /// Lets the least recently used slices leave, for so many bytes.
  ///
  /// @return whether any has left
  synchronized boolean makeRoom(long neededBytes) {
    var leaving = index.makeRoom(neededBytes);
    leaving.forEach(SliceStore::delete);
    return !leaving.isEmpty();
  }

  /// Takes a finished file into the store.
  synchronized void enter(StoredSlice slice, Path file, Path partial) throws IOException {
    Files.createDirectories(file.getParent());
    var sizeBytes = Files.size(partial);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    leaveFor(slice, spare);
    admit(slice, sizeBytes);
    failure = Optional.empty();
  }

  /// Takes a slice into the store that stands in memory.
  synchronized void enterSpare(StoredSlice slice) {
    leaveFor(slice, index);
    spare.enter(slice, slice.lengthBytes()).leaving().forEach(SliceStore::delete);
  }

  /// What the newcomer replaces may stand in the other place, and must not be found there.
  private static void leaveFor(StoredSlice newcomer, SliceIndex<StoredSlice> other) {
    var former = other.find(newcomer.key());
    if (former.isPresent() && other.drop(former.get())) {
      delete(former.get());
    }
  }

  private void admit(StoredSlice slice, long sizeBytes) {
    var entry = index.enter(slice, sizeBytes);
    if (!entry.admitted()) {
      delete(slice);
    }
    entry.leaving().forEach(SliceStore::delete);
  }

  private static void delete(StoredSlice slice) {
    try {
      slice.place().remove();
    } catch (IOException e) {
      throw new StoreFailedException("a slice cannot be removed from the store", e);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // the other user is this process; the answer is the same
    }
    channel.close();
    throw new CannotStartException(
        "the store directory %s must belong to one node; another one uses it; stop that one, or choose another directory"
            .formatted(directory));
  }

  private void removePartials() throws IOException {
    try (var files = Files.list(partials)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /// Enters the files from the oldest to the newest, so that the order of leaving is roughly the
  /// one before the stop.
  private synchronized void rebuild() throws IOException {
    try (var files = Files.walk(slices)) {
      var found =
          files.filter(Files::isRegularFile).sorted(Comparator.comparing(this::modified)).toList();
      var removed = 0;
      for (var file : found) {
        var slice = Trailer.read(file).filter(s -> fileOf(s.key()).equals(file));
        if (slice.isPresent()) {
          admit(slice.get(), Files.size(file));
        } else {
          Files.delete(file);
          removed++;
        }
      }
      LOG.atInfo()
          .addKeyValue("slices", index.size())
          .addKeyValue("bytes", index.usedBytes())
          .addKeyValue("removed", removed)
          .log("store opened");
    }
  }

  private long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
