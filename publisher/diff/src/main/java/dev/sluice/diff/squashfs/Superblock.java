package dev.sluice.diff.squashfs;

import java.io.IOException;
import java.util.Optional;

/// The first 96 bytes (`struct squashfs_super_block`); positions are relative to its start.
record Superblock(
    long inodes,
    int blockBytes,
    long fragments,
    Compressor compressor,
    boolean hasOptions,
    int ids,
    long usedBytes,
    long idTable,
    long attributeTable,
    long inodeTable,
    long directoryTable,
    long fragmentTable,
    long exportTable) {
  static final int LENGTH_BYTES = 96;
  static final long ABSENT = -1;

  static final int MAGIC = 0x73717368;
  private static final int MIN_BLOCK_BITS = 12;
  private static final int MAX_BLOCK_BITS = 20;
  private static final int HAS_OPTIONS = 1 << 10;
  private static final int MAJOR = 4;

  /// Reads it; empty if what stands there is none.
  static Optional<Superblock> read(Image head) throws IOException, MalformedSquashfsException {
    if (head.number(0, 4) != MAGIC || head.number(28, 2) != MAJOR || head.number(30, 2) != 0) {
      return Optional.empty();
    }
    int bits = (int) head.number(22, 2);
    boolean isValid =
        bits >= MIN_BLOCK_BITS
            && bits <= MAX_BLOCK_BITS
            && head.number(12, 4) == 1 << bits
            && head.number(40, 8) >= LENGTH_BYTES;
    if (!isValid) {
      return Optional.empty();
    }
    int code = (int) head.number(20, 2);
    var compressor =
        Compressor.find(code)
            .orElseThrow(
                () -> new MalformedSquashfsException("the compressor must be known, not " + code));
    return Optional.of(
        new Superblock(
            head.number(4, 4),
            1 << bits,
            head.number(16, 4),
            compressor,
            (head.number(24, 2) & HAS_OPTIONS) != 0,
            (int) head.number(26, 2),
            head.number(40, 8),
            head.number(48, 8),
            head.number(56, 8),
            head.number(64, 8),
            head.number(72, 8),
            head.number(80, 8),
            head.number(88, 8)));
  }
}
