package dev.sluice.patch.inplace;

/// Where the parts of a journal stand; the package's documentation has them in order.
///
/// @param blocks of the base
/// @param blockBytes length of a block
/// @param contentsBytes how much is kept of the contents of the base's streams
public record JournalLayout(int blocks, int blockBytes, long contentsBytes) {
  static final int PAGE_BYTES = 4096;
  static final int FIXED_HEAD_BYTES = 52;
  static final int CHECKSUM_BYTES = 4;
  static final int SLOT_HEAD_BYTES = 8;

  /// Our choice, so that a head is read into little memory: two million blocks.
  static final long MAX_HEAD_BYTES = 1 << 24;

  /// Room behind the bytes of a block; half of it is for the checksum.
  private static final int SLOT_TAIL_BYTES = 8;

  JournalLayout withContents(long bytes) {
    return new JournalLayout(blocks, blockBytes, bytes);
  }

  static long headBytes(int blocks) {
    return FIXED_HEAD_BYTES + 8L * blocks + CHECKSUM_BYTES;
  }

  int headBytes() {
    return Math.toIntExact(headBytes(blocks));
  }

  /// @param place 0 or 1
  long checkpointAt(long place) {
    return aligned(headBytes()) + place * PAGE_BYTES;
  }

  long contentsAt() {
    return checkpointAt(2);
  }

  long slotAt(int number) {
    return contentsAt() + aligned(contentsBytes) + (long) number * slotBytes();
  }

  int slotBytes() {
    return SLOT_HEAD_BYTES + blockBytes + SLOT_TAIL_BYTES;
  }

  /// Length of a journal with so many slots.
  long lengthBytes(int slots) {
    return slotAt(slots);
  }

  private static long aligned(long length) {
    return Math.ceilDiv(length, PAGE_BYTES) * PAGE_BYTES;
  }
}
