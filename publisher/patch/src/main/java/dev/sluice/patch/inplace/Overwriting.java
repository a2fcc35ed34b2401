package dev.sluice.patch.inplace;

import dev.sluice.patch.Checkpoint;
import dev.sluice.patch.Checkpoints;
import dev.sluice.patch.RandomReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/// The second pass: writes the result over the base, and saves what is still needed of it.
final class Overwriting implements RandomReader, Checkpoints, WritableByteChannel {
  private final Storage file;
  private final long baseBytes;
  private final Journal journal;
  private final Ledger ledger;
  private final Geometry geometry;
  private final ByteBuffer block;
  private final ByteBuffer output;

  private Journal.Mark mark;

  /// Bytes of the result that stand in the file.
  private long flushed;

  /// Blocks below this one may be overwritten.
  private int safe;

  /// @param ledger that of the journal
  /// @param mark the last checkpoint
  Overwriting(
      Storage file,
      long baseBytes,
      Geometry geometry,
      Journal journal,
      Ledger ledger,
      Journal.Mark mark) {
    this.file = file;
    this.geometry = geometry;
    this.block = ByteBuffer.allocate(geometry.blockBytes());
    this.output = ByteBuffer.allocate(geometry.blockBytes());
    this.baseBytes = baseBytes;
    this.journal = journal;
    this.ledger = ledger;
    this.mark = mark;
    this.flushed = mark.checkpoint().resultBytes();
    ledger.dropBefore(flushed);
  }

  @Override
  public long lengthBytes() {
    return baseBytes;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= baseBytes) {
      return -1;
    }
    int number = geometry.block(position);
    int offset = (int) (position - geometry.start(number));
    if (ledger.isSaved(number)) {
      return journal.read(number, ledger.slot(number), offset, target);
    }
    long left = Math.min(geometry.blockBytes() - offset, baseBytes - position);
    int limit = target.limit();
    target.limit((int) Math.min(limit, target.position() + left));
    try {
      return file.read(position, target);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = source.remaining();
    while (source.hasRemaining()) {
      int room = (int) (geometry.start(geometry.block(flushed) + 1) - flushed) - output.position();
      int step = Math.min(room, source.remaining());
      output.put(source.slice(source.position(), step));
      source.position(source.position() + step);
      if (step == room) {
        flush();
      }
    }
    return count;
  }

  /// Writes what is held back, all of one block, over the base.
  private void flush() throws IOException {
    if (output.position() == 0) {
      return;
    }
    int number = geometry.block(flushed);
    if (number >= safe) {
      save(number);
    }
    int count = output.position();
    file.write(flushed, output.flip());
    output.clear();
    flushed += count;
  }

  /// Saves the blocks of a group from this one on, as far as a replay from the last checkpoint
  /// could read them.
  private void save(int first) throws IOException {
    safe = geometry.groupEnd(first);
    boolean isAnySaved = false;
    for (int number = first; number < safe; number++) {
      if (ledger.isNeeded(number, mark.checkpoint().resultBytes()) && !ledger.isSaved(number)) {
        load(number);
        journal.save(number, ledger.save(number), block.flip());
        isAnySaved = true;
      }
    }
    if (isAnySaved) {
      journal.force();
    }
  }

  private void load(int number) throws IOException {
    long start = geometry.start(number);
    block.clear().limit((int) Math.min(geometry.blockBytes(), baseBytes - start));
    while (block.hasRemaining()) {
      if (file.read(start + block.position(), block) < 0) {
        throw new IOException("the base must have " + baseBytes + " bytes, it is cut off");
      }
    }
  }

  @Override
  public Optional<Checkpoint> last() {
    return mark.number() == 0 ? Optional.empty() : Optional.of(mark.checkpoint());
  }

  /// What stands in the file of the result.
  @Override
  public RandomReader made() {
    long length = flushed;
    return new RandomReader() {
      @Override
      public long lengthBytes() {
        return length;
      }

      @Override
      public int read(long position, ByteBuffer target) throws IOException {
        return file.read(position, target);
      }
    };
  }

  @Override
  public void reached(Checkpoint checkpoint) throws IOException {
    if (geometry.isKept(mark.checkpoint().resultBytes(), checkpoint.resultBytes())) {
      keep(new Journal.Mark(mark.number() + 1, false, checkpoint));
    }
  }

  @Override
  public void discard() {
    throw new IllegalStateException("the base is half overwritten, so that nothing begins again");
  }

  private void keep(Journal.Mark next) throws IOException {
    flush();
    file.force();
    journal.write(next);
    mark = next;
    ledger.dropBefore(next.checkpoint().resultBytes());
  }

  /// Notes that the result is whole.
  void complete() throws IOException {
    flush();
    var end = new Checkpoint(0, 0, flushed);
    keep(new Journal.Mark(mark.number() + 1, true, end));
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
