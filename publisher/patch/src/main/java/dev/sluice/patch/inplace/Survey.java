package dev.sluice.patch.inplace;

import dev.sluice.patch.Checkpoint;
import dev.sluice.patch.Checkpoints;
import dev.sluice.patch.RandomReader;
import dev.sluice.patch.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Optional;

/// The first pass: notes what is read when, and writes nothing but the contents of the base's
/// streams to the journal, because the second pass has no base any more to take them from.
final class Survey implements RandomReader, Checkpoints, WritableByteChannel, Scratch {
  private final Storage file;
  private final Journal journal;
  private final long baseBytes;
  private final Geometry geometry;
  private final long[] lastUses;
  private long[] kept = new long[16];
  private int keptCount;
  private long written;
  private Optional<JournalContents> contents = Optional.empty();

  /// @param baseBytes length of the base
  Survey(Storage file, long baseBytes, Geometry geometry, Journal journal) {
    this.file = file;
    this.journal = journal;
    this.geometry = geometry;
    this.baseBytes = baseBytes;
    this.lastUses = new long[geometry.blocks(baseBytes)];
    Arrays.fill(lastUses, Ledger.NEVER);
  }

  /// For each block, bytes of the result made when it was read last.
  long[] lastUses() {
    return lastUses.clone();
  }

  /// How much was kept of the contents of the base's streams.
  long contentsBytes() {
    return contents.map(JournalContents::size).orElse(0L);
  }

  @Override
  public SeekableByteChannel open(long lengthBytes) throws IOException {
    var opened = journal.beginContents();
    contents = Optional.of(opened);
    return opened;
  }

  /// What was read up to now is not read again.
  @Override
  public void filled() {
    Arrays.fill(lastUses, Ledger.NEVER);
  }

  /// How many slots the second pass will take: it goes through the same turns.
  int slots() {
    var ledger = new Ledger(lastUses);
    long checkpoint = 0;
    int safe = 0;
    for (int i = 0; i <= keptCount; i++) {
      long end = i < keptCount ? kept[i] : written;
      for (int block = geometry.block(checkpoint); geometry.start(block) < end; block++) {
        if (block >= safe) {
          safe = geometry.groupEnd(block);
          for (int ahead = block; ahead < safe; ahead++) {
            if (ledger.isNeeded(ahead, checkpoint)) {
              int _ = ledger.save(ahead);
            }
          }
        }
      }
      checkpoint = end;
      ledger.dropBefore(checkpoint);
    }
    return ledger.slotCount();
  }

  @Override
  public long lengthBytes() {
    return baseBytes;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    int count = file.read(position, target);
    if (count > 0) {
      int last = geometry.block(position + count - 1);
      Arrays.fill(lastUses, geometry.block(position), last + 1, written);
    }
    return count;
  }

  @Override
  public Optional<Checkpoint> last() {
    return Optional.empty();
  }

  @Override
  public RandomReader made() {
    return RandomReader.empty();
  }

  @Override
  public void reached(Checkpoint checkpoint) {
    long last = keptCount == 0 ? 0 : kept[keptCount - 1];
    if (geometry.isKept(last, checkpoint.resultBytes())) {
      if (keptCount == kept.length) {
        kept = Arrays.copyOf(kept, 2 * keptCount);
      }
      kept[keptCount++] = checkpoint.resultBytes();
    }
  }

  @Override
  public void discard() {
    throw new IllegalStateException("a survey is made in one go");
  }

  @Override
  public int write(ByteBuffer source) {
    int count = source.remaining();
    source.position(source.limit());
    written += count;
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
