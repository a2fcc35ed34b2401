package dev.sluice.patch.inplace;

import static dev.sluice.patch.inplace.JournalLayout.CHECKSUM_BYTES;
import static dev.sluice.patch.inplace.JournalLayout.FIXED_HEAD_BYTES;
import static dev.sluice.patch.inplace.JournalLayout.MAX_HEAD_BYTES;
import static dev.sluice.patch.inplace.JournalLayout.PAGE_BYTES;
import static dev.sluice.patch.inplace.JournalLayout.SLOT_HEAD_BYTES;

import dev.sluice.patch.Checkpoint;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The journal's bytes; the package's documentation has the layout.
final class Journal {
  static final int MAGIC = 0x534c494a;
  static final int VERSION = 2;

  private static final int PATCH_AT = 8;
  private static final int BLOCKS_AT = 40;
  private static final int CONTENTS_AT = 44;
  private static final int CHECKPOINT_BYTES = 37;
  private static final int NONE = -1;

  private final Storage storage;
  private final Digest patch;

  /// Its contents are known from the head on.
  private JournalLayout layout;

  /// The slot that was read last, or is being written.
  private final ByteBuffer slot;

  private int loaded = NONE;

  /// A journal of a patch.
  ///
  /// @param blocks of its base
  /// @param blockBytes length of a block
  Journal(Storage storage, Digest patch, int blocks, int blockBytes) {
    this.storage = storage;
    this.patch = patch;
    this.layout = new JournalLayout(blocks, blockBytes, 0);
    this.slot = ByteBuffer.allocate(layout.slotBytes());
  }

  /// Length of a journal that keeps so much of contents, and so many slots.
  long lengthBytes(long contentsBytes, int slots) {
    return layout.withContents(contentsBytes).lengthBytes(slots);
  }

  /// A checkpoint, and whether the result is complete.
  record Mark(long number, boolean isComplete, Checkpoint checkpoint) {}

  /// What the head of a journal says.
  sealed interface Head {
    /// There is none, or it was not written to its end.
    record Absent() implements Head {}

    /// That of another patch.
    record Foreign(Digest patch) implements Head {}

    /// Ours: for each block of the base when it is read last.
    record Ours(LastUses lastUses) implements Head {}
  }

  /// For each block of the base when it is read last.
  static final class LastUses {
    private final long[] values;

    LastUses(long[] values) {
      this.values = values.clone();
    }

    long[] toArray() {
      return values.clone();
    }
  }

  /// Reads the head of a journal of whatever patch.
  Head readHead() throws IOException {
    var fixed = ByteBuffer.allocate(FIXED_HEAD_BYTES);
    fill(0, fixed);
    long length = JournalLayout.headBytes(fixed.getInt(BLOCKS_AT));
    if (fixed.hasRemaining()
        || fixed.getInt(0) != MAGIC
        || fixed.getInt(4) != VERSION
        || length < JournalLayout.headBytes(0)
        || length > Math.min(storage.lengthBytes(), MAX_HEAD_BYTES)) {
      return new Head.Absent();
    }
    var digest = new byte[Digest.LENGTH_BYTES];
    fixed.get(PATCH_AT, digest);
    var found = Digest.ofBytes(digest);
    var head = ByteBuffer.allocate((int) length);
    fill(0, head);
    if (head.hasRemaining() || !isWhole(found, head.flip())) {
      return new Head.Absent(); // cut off: nothing was overwritten under it
    }
    if (!found.equals(patch) || head.getInt(BLOCKS_AT) != layout.blocks()) {
      return new Head.Foreign(found);
    }
    long contentsBytes = head.getLong(CONTENTS_AT);
    if (contentsBytes < 0 || contentsBytes > storage.lengthBytes()) {
      return new Head.Absent();
    }
    layout = layout.withContents(contentsBytes);
    var lastUses = new long[layout.blocks()];
    head.position(FIXED_HEAD_BYTES).asLongBuffer().get(lastUses);
    return new Head.Ours(new LastUses(lastUses));
  }

  /// Opens the contents to be written, which forgets everything else.
  JournalContents beginContents() throws IOException {
    clear();
    takeRoom(layout.contentsAt());
    return new JournalContents(storage, layout.contentsAt(), 0);
  }

  /// Opens the contents to be read.
  JournalContents contents() {
    return new JournalContents(storage, layout.contentsAt(), layout.contentsBytes());
  }

  /// Takes the room for a journal and then writes its head, both durably.
  ///
  /// @param contentsBytes how much was written of contents, from [#beginContents] on; 0 also where
  ///     there are none
  void begin(long[] lastUses, long contentsBytes, int slots) throws IOException {
    if (contentsBytes == 0) {
      clear();
    }
    layout = layout.withContents(contentsBytes);
    takeRoom(layout.lengthBytes(slots));
    storage.force();
    var head = ByteBuffer.allocate(layout.headBytes());
    head.putInt(MAGIC).putInt(VERSION).put(patch.bytes());
    head.putInt(layout.blocks()).putLong(contentsBytes);
    for (long lastUse : lastUses) {
      head.putLong(lastUse);
    }
    write(0, head);
    storage.force();
  }

  /// Fills the journal with zeros from its end on.
  private void takeRoom(long length) throws IOException {
    var zeros = ByteBuffer.allocate(PAGE_BYTES);
    for (long at = storage.lengthBytes(); at < length; ) {
      zeros.clear().limit((int) Math.min(PAGE_BYTES, length - at));
      int count = zeros.remaining();
      storage.write(at, zeros);
      at += count;
    }
  }

  /// Forgets everything, durably.
  void clear() throws IOException {
    storage.truncate(0);
    storage.force();
  }

  /// The last checkpoint that was written to its end; the beginning if there is none.
  Mark readMark() throws IOException {
    var none = new Mark(0, false, new Checkpoint(0, 0, 0));
    var first = readMark(0).orElse(none);
    var second = readMark(1).orElse(none);
    return first.number() > second.number() ? first : second;
  }

  private Optional<Mark> readMark(long place) throws IOException {
    var bytes = ByteBuffer.allocate(CHECKPOINT_BYTES);
    fill(layout.checkpointAt(place), bytes);
    if (bytes.hasRemaining() || !isWhole(bytes.flip())) {
      return Optional.empty();
    }
    return Optional.of(
        new Mark(
            bytes.getLong(),
            bytes.get() == 1,
            new Checkpoint(bytes.getLong(), bytes.getLong(), bytes.getLong())));
  }

  /// Writes a checkpoint, durably; the one before stays as it is.
  void write(Mark mark) throws IOException {
    var bytes = ByteBuffer.allocate(CHECKPOINT_BYTES);
    bytes.putLong(mark.number()).put((byte) (mark.isComplete() ? 1 : 0));
    bytes.putLong(mark.checkpoint().patchBytes());
    bytes.putLong(mark.checkpoint().viewBytes());
    bytes.putLong(mark.checkpoint().resultBytes());
    write(layout.checkpointAt(mark.number() % 2), bytes);
    storage.force();
  }

  /// Notes which slots hold which blocks.
  void readSlots(Ledger ledger) throws IOException {
    long length = storage.lengthBytes();
    for (int number = 0; layout.slotAt(number) < length; number++) {
      if (load(number)) {
        ledger.put(slot.getInt(0), number);
      } else {
        ledger.release(number);
      }
    }
  }

  /// Saves a block; durable only after [#force].
  ///
  /// @param bytes its bytes, at most a block of them
  void save(int block, int number, ByteBuffer bytes) throws IOException {
    loaded = NONE;
    slot.clear().putInt(block).putInt(bytes.remaining()).put(bytes);
    slot.limit(slot.position() + CHECKSUM_BYTES);
    write(layout.slotAt(number), slot);
  }

  void force() throws IOException {
    storage.force();
  }

  /// Reads from a saved block.
  ///
  /// @param offset within the block
  int read(int block, int number, int offset, ByteBuffer target) throws IOException {
    if ((number != loaded && !load(number)) || slot.getInt(0) != block) {
      throw new IOException("the journal must hold block " + block + " in slot " + number);
    }
    int count = Math.min(target.remaining(), slot.getInt(4) - offset);
    target.put(slot.slice(SLOT_HEAD_BYTES + offset, count));
    return count;
  }

  private boolean load(int number) throws IOException {
    loaded = NONE;
    long start = layout.slotAt(number);
    fill(start, slot.clear().limit(SLOT_HEAD_BYTES));
    if (slot.hasRemaining() || slot.getInt(0) < 0 || slot.getInt(0) >= layout.blocks()) {
      return false;
    }
    int length = slot.getInt(4);
    if (length < 1 || length > layout.blockBytes()) {
      return false;
    }
    fill(start + SLOT_HEAD_BYTES, slot.limit(SLOT_HEAD_BYTES + length + CHECKSUM_BYTES));
    if (slot.hasRemaining() || !isWhole(slot.flip())) {
      return false;
    }
    loaded = number;
    return true;
  }

  /// Reads until `target` is full or the journal ends.
  private void fill(long position, ByteBuffer target) throws IOException {
    long start = position - target.position();
    while (target.hasRemaining()) {
      if (storage.read(start + target.position(), target) < 0) {
        return;
      }
    }
  }

  /// Adds the checksum to a record that has room for it, and writes it.
  private void write(long position, ByteBuffer record) throws IOException {
    int length = record.position();
    record.putInt(checksum(patch, record, length));
    storage.write(position, record.flip());
  }

  private boolean isWhole(ByteBuffer record) {
    return isWhole(patch, record);
  }

  private static boolean isWhole(Digest owner, ByteBuffer record) {
    int length = record.limit() - CHECKSUM_BYTES;
    return record.getInt(length) == checksum(owner, record, length);
  }

  private static int checksum(Digest owner, ByteBuffer record, int length) {
    var checksum = new CRC32C();
    checksum.update(owner.bytes());
    checksum.update(record.slice(0, length));
    return (int) checksum.getValue();
  }
}
