package dev.sluice.edge.store;

import dev.sluice.cache.fill.ArrivedBody;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.edge.upstream.BodySink;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A slice that is being filled, in a file of its own that nobody else sees until it is committed.
///
/// When the disk takes no more, the least recently used slices leave; if that does not help, the
/// slice goes on in memory ([SpareMemory]) and never becomes a file.
///
/// Used by one thread. Closing without a commit leaves nothing behind; what cannot be removed now
/// is removed at the next start.
public final class SliceWriter implements BodySink, ArrivedBody, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SliceWriter.class);

  private final SliceStore store;
  private final SliceKey key;
  private final Path partial;

  // of the current attempt; its bytes are in one of them
  private @Nullable FileChannel channel;
  private @Nullable SpareBytes spare;
  private Digester digester = new Digester();
  private @Nullable ObjectFacts facts;
  private long writtenBytes;

  /// A step on the disk; one that failed can be done again.
  @FunctionalInterface
  private interface DiskStep {
    void run() throws IOException;
  }

  SliceWriter(SliceStore store, SliceKey key, Path partial) {
    this.store = store;
    this.key = key;
    this.partial = partial;
  }

  @Override
  public void begin(ObjectFacts newFacts) {
    leaveMemory();
    facts = newFacts;
    digester = new Digester();
    writtenBytes = 0;
    var file = channel;
    var _ =
        onDisk(
            () -> {
              if (file == null) {
                channel = store.partition().create(partial);
              } else {
                file.truncate(0);
              }
            });
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    digester.update(bytes, offset, count);
    if (!onDisk(() -> append(ByteBuffer.wrap(bytes, offset, count))) && spare != null) {
      spare.append(ByteBuffer.wrap(bytes, offset, count));
    }
    writtenBytes += count;
  }

  /// The digest of the bytes of the current attempt; asked at most once, after the last of them.
  @Override
  public Digest checksum() {
    return digester.digest();
  }

  @Override
  public byte[] bytes() {
    try {
      return spare == null ? written().array() : spare.copy(Math.toIntExact(writtenBytes));
    } catch (IOException e) {
      throw store.failed("a slice cannot be read before it enters the store", e);
    }
  }

  /// Gives the slice its name and enters it into the store, in place of an older one.
  ///
  /// @param checksum what [#checksum()] said
  /// @param bornAt when the bytes left the origin
  public StoredSlice commit(Digest checksum, Instant bornAt) {
    var whole = facts;
    if (whole == null || writtenBytes != whole.bodyLengthBytes()) {
      throw new IllegalStateException("a slice must be complete before it is committed: " + key);
    }
    var file = store.fileOf(key);
    var slice = slice(whole, checksum, bornAt, new SlicePlace.InFile(file));
    var isKept =
        onDisk(
            () -> {
              append(ByteBuffer.wrap(Trailer.encode(slice)));
              store.enter(slice, file, partial);
            });
    if (isKept) {
      return slice;
    }
    var place = new SlicePlace.InMemory(requireSpare());
    var passing = slice(whole, checksum, bornAt, place);
    spare = null; // the store's from here on
    store.enterSpare(passing);
    return passing;
  }

  @Override
  public void close() {
    leaveMemory();
    closeFile();
  }

  private StoredSlice slice(ObjectFacts whole, Digest checksum, Instant bornAt, SlicePlace place) {
    return new StoredSlice(
        key, whole.objectLengthBytes(), whole.contentType(), bornAt, writtenBytes, checksum, place);
  }

  /// Does a step on the disk, unless the slice is in memory by now. Ends: slices leave for it a few
  /// times only.
  ///
  /// @return false if the slice is in memory: the disk did not take it
  private boolean onDisk(DiskStep step) {
    for (var round = 0; spare == null; round++) {
      try {
        step.run();
        return true;
      } catch (IOException e) {
        var needed = lengthBytes() + Trailer.MAX_BYTES;
        if (round >= store.roundsOfMakingRoom(needed) || !store.makeRoom(needed)) {
          moveToMemory(e);
        }
      }
    }
    return false;
  }

  private long lengthBytes() {
    return facts == null ? 0 : facts.bodyLengthBytes();
  }

  /// Behind what was written so far; what a step that failed left there is overwritten.
  private void append(ByteBuffer bytes) throws IOException {
    store.partition().write(requireChannel().position(writtenBytes), bytes);
  }

  private void moveToMemory(IOException cause) {
    var failed = store.failed("a slice cannot be written to the store", cause);
    var room = store.takeMemory(lengthBytes()).orElseThrow(() -> failed);
    try {
      room.append(written().flip());
      spare = room;
    } catch (IOException _) {
      room.leave();
      throw failed;
    }
    closeFile();
  }

  private ByteBuffer written() throws IOException {
    var bytes = ByteBuffer.allocate(Math.toIntExact(writtenBytes));
    // Ends: each round reads some, or fails.
    while (bytes.hasRemaining()) {
      if (requireChannel().read(bytes, bytes.position()) < 0) {
        throw new EOFException("the file has fewer bytes than were written");
      }
    }
    return bytes;
  }

  private FileChannel requireChannel() {
    if (channel == null) {
      throw new IllegalStateException("a body must begin before its bytes: " + key);
    }
    return channel;
  }

  private SpareBytes requireSpare() {
    if (spare == null) {
      throw new IllegalStateException("a slice must be in memory or on the disk: " + key);
    }
    return spare;
  }

  private void leaveMemory() {
    if (spare != null) {
      spare.leave();
      spare = null;
    }
  }

  private void closeFile() {
    try {
      if (channel != null) {
        channel.close();
        channel = null;
      }
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("reason", store.failed("a partial slice cannot be removed", e).getMessage())
          .log("a partial slice is left behind until the next start");
    }
  }
}
