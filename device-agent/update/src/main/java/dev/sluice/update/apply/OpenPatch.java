package dev.sluice.update.apply;

import dev.sluice.patch.Checkpoint;
import dev.sluice.patch.Checkpoints;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchSession;
import dev.sluice.patch.RandomReader;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.order.PatchOrder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A patch that is being applied, with the channels that this takes.
final class OpenPatch implements Checkpoints, AutoCloseable {
  private final PatchFiles files;
  private final PatchOrder order;
  private long startBytes;
  private final Deque<Closeable> opened = new ArrayDeque<>();
  private final PatchSession session;

  private Optional<Checkpoint> last;
  private long keptBytes;

  /// Opens a patch.
  ///
  /// @param start from where to go on; nothing to begin anew, which forgets what is there of the
  ///     result
  OpenPatch(PatchFiles files, PatchOrder order, Optional<Checkpoint> start) throws IOException {
    this.files = files;
    this.order = order;
    this.last = start;
    this.startBytes = start.map(Checkpoint::resultBytes).orElse(0L);
    this.keptBytes = startBytes;
    try {
      RandomReader base = openBase();
      var patch = opened(files.openToRead(order.patchFile()));
      var result = opened(files.openToWrite(order.resultFile()));
      result.truncate(startBytes).position(startBytes);
      session =
          PatchSession.open(
              base,
              order.base().digest(),
              growing(patch, order.patchLengthBytes()),
              result,
              new PatchLimits(order.memoryBytes(), order.scratchBytes(), order.resultLengthBytes()),
              this::openScratch,
              this);
      opened.push(session::close);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private RandomReader openBase() throws IOException {
    return switch (order.base()) {
      case PatchBase.Nothing _ -> RandomReader.empty();
      case PatchBase.File(var file, _) -> {
        try {
          yield new BaseReader(RandomReader.of(opened(files.openToRead(file))));
        } catch (IOException e) {
          throw BaseReader.failure(e);
        }
      }
    };
  }

  /// Room for a base's contents belongs to the base: without it the artifact comes another way.
  private SeekableByteChannel openScratch(long lengthBytes) throws BaseReader.Failed {
    try {
      return files.openScratch(lengthBytes);
    } catch (IOException e) {
      throw new BaseReader.Failed("there is no room for its contents: " + e.getMessage());
    }
  }

  private SeekableByteChannel opened(SeekableByteChannel channel) {
    opened.push(channel);
    return channel;
  }

  /// A file that is shorter than it will be.
  private static RandomReader growing(SeekableByteChannel channel, long lengthBytes) {
    return new RandomReader() {
      @Override
      public long lengthBytes() {
        return lengthBytes;
      }

      @Override
      public int read(long position, ByteBuffer target) throws IOException {
        return channel.position(position).read(target);
      }
    };
  }

  PatchOrder order() {
    return order;
  }

  /// What was there of the result when this was opened.
  long startBytes() {
    return startBytes;
  }

  PatchSession.Progress advance(long availableBytes) throws IOException {
    return session.advance(availableBytes, order.stepBytes());
  }

  /// Keeps the last checkpoint, if it is worth the writing. What it speaks of goes to the disk
  /// first: otherwise a power cut could leave a checkpoint of bytes that are not there.
  void keep() throws IOException {
    if (last.isPresent() && last.get().resultBytes() - keptBytes >= order.stepBytes()) {
      files.sync(order.patchFile());
      files.sync(order.resultFile());
      files.replace(order.checkpointFile(), StoredCheckpoint.of(order, last.get()).encode());
      keptBytes = last.get().resultBytes();
    }
  }

  /// Makes the whole result durable.
  void finish() throws IOException {
    files.sync(order.resultFile());
  }

  @Override
  public Optional<Checkpoint> last() {
    return last;
  }

  @Override
  public RandomReader made() throws IOException {
    return RandomReader.of(opened(files.openToRead(order.resultFile())));
  }

  @Override
  public void reached(Checkpoint checkpoint) {
    last = Optional.of(checkpoint);
  }

  @Override
  public void discard() {
    startBytes = 0;
    last = Optional.empty();
    keptBytes = 0;
  }

  /// Closes everything, what was opened last first.
  @Override
  public void close() throws IOException {
    if (!opened.isEmpty()) {
      try (var _ = opened.removeLast()) {
        close();
      }
    }
  }
}
