package dev.sluice.edge.store;

import dev.sluice.cache.fill.ArrivedBody;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.edge.upstream.BodySink;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A slice that is being filled, in a file of its own that nobody else sees until it is committed.
///
/// Used by one thread. Closing without a commit leaves nothing behind; what cannot be removed now
/// is
/// removed at the next start.
public final class SliceWriter implements BodySink, ArrivedBody, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SliceWriter.class);

  private final SliceStore store;
  private final SliceKey key;
  private final Path partial;
  private final FileChannel channel;

  // of the current attempt
  private Digester digester = new Digester();
  private @Nullable ObjectFacts facts;
  private long writtenBytes;

  SliceWriter(SliceStore store, SliceKey key, Path partial) throws IOException {
    this.store = store;
    this.key = key;
    this.partial = partial;
    this.channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  @Override
  public void begin(ObjectFacts newFacts) {
    facts = newFacts;
    digester = new Digester();
    writtenBytes = 0;
    try {
      channel.truncate(0);
    } catch (IOException e) {
      throw new StoreFailedException("a partial slice cannot be emptied", e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    digester.update(bytes, offset, count);
    write(ByteBuffer.wrap(bytes, offset, count));
    writtenBytes += count;
  }

  /// The digest of the bytes of the current attempt; asked at most once, after the last of them.
  @Override
  public Digest checksum() {
    return digester.digest();
  }

  @Override
  public byte[] bytes() {
    var bytes = ByteBuffer.allocate(Math.toIntExact(writtenBytes));
    try {
      while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
        // a read may stop early; the next one goes on
      }
      return bytes.array();
    } catch (IOException e) {
      throw store.failed("a slice cannot be read before it enters the store", e);
    }
  }

  /// Gives the slice its name and enters it into the store, in place of an older one.
  ///
  /// @param checksum what [#checksum()] said
  /// @param bornAt when the bytes left the origin
  public StoredSlice commit(Digest checksum, Instant bornAt) {
    if (facts == null || writtenBytes != facts.bodyLengthBytes()) {
      throw new IllegalStateException("a slice must be complete before it is committed: " + key);
    }
    var slice =
        new StoredSlice(
            key,
            facts.objectLengthBytes(),
            facts.contentType(),
            bornAt,
            writtenBytes,
            checksum,
            store.fileOf(key));
    write(ByteBuffer.wrap(Trailer.encode(slice)));
    try {
      channel.close();
    } catch (IOException e) {
      throw store.failed("a slice cannot be finished", e);
    }
    store.enter(slice, partial);
    return slice;
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("reason", store.failed("a partial slice cannot be removed", e).getMessage())
          .log("a partial slice is left behind until the next start");
    }
  }

  private void write(ByteBuffer buffer) {
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw store.failed("a slice cannot be written to the store", e);
    }
  }
}
