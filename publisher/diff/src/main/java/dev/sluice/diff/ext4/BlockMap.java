package dev.sluice.diff.ext4;

/// Reads where the blocks of a file stand: a tree of extents, or the older map of single blocks.
final class BlockMap {
  private static final int FLAGS = 32;
  private static final int HAS_EXTENTS = 0x80000;

  /// The contents are encrypted, or stand in the inode.
  private static final int UNREADABLE = 0x800 | 0x10000000;

  private static final int MAP = 40;
  private static final int ENTRY_BYTES = 12;
  private static final int EXTENT_MAGIC = 0xf30a;
  private static final int MAX_DEPTH = 5;

  /// An extent of more blocks is one of zeros that are not written yet.
  private static final int MAX_WRITTEN = 1 << 15;

  private static final int DIRECT = 12;
  private static final int LEVELS = 3;

  private final Superblock head;
  private final RunList runs;
  private long fileBlock;

  BlockMap(Superblock head, RunList runs) {
    this.head = head;
    this.runs = runs;
  }

  /// Reads the map of an inode.
  ///
  /// @return whether it could be one
  boolean read(long inode) {
    long flags = head.image().int32(inode + FLAGS);
    if ((flags & UNREADABLE) != 0) {
      return false;
    }
    if ((flags & HAS_EXTENTS) != 0) {
      return readNode(inode + MAP, (LEVELS + DIRECT) * Integer.BYTES / ENTRY_BYTES - 1, MAX_DEPTH);
    }
    return readBlocks(inode + MAP);
  }

  private boolean readNode(long at, int maxEntries, int maxDepth) {
    var image = head.image();
    int count = image.int16(at + 2);
    int depth = image.int16(at + 6);
    boolean isNode = image.int16(at) == EXTENT_MAGIC && count <= maxEntries && depth <= maxDepth;
    for (int i = 1; isNode && i <= count; i++) {
      long entry = at + (long) i * ENTRY_BYTES;
      isNode = runs.step() && (depth == 0 ? readExtent(entry) : readChild(entry, depth));
    }
    return isNode;
  }

  private boolean readExtent(long at) {
    var image = head.image();
    int count = image.int16(at + 4);
    long block = image.int32(at + 8) | (long) image.int16(at + 6) << Integer.SIZE;
    return count > MAX_WRITTEN || runs.add(block, image.int32(at), count);
  }

  private boolean readChild(long at, int depth) {
    var image = head.image();
    long block = image.int32(at + 4) | (long) image.int16(at + 8) << Integer.SIZE;
    int maxEntries = head.blockBytes() / ENTRY_BYTES - 1;
    return isBlock(block) && readNode(block * head.blockBytes(), maxEntries, depth - 1);
  }

  private boolean isBlock(long block) {
    return block > 0 && block < head.blocks();
  }

  private boolean readBlocks(long at) {
    boolean isMap = readLevel(at, DIRECT, 0);
    for (int level = 1; isMap && level <= LEVELS; level++) {
      isMap = readLevel(at + (DIRECT + level - 1L) * Integer.BYTES, 1, level);
    }
    return isMap;
  }

  /// Reads entries that lead to blocks of the file through so many levels of blocks of entries.
  private boolean readLevel(long at, int count, int level) {
    boolean isMap = true;
    for (int i = 0; isMap && i < count && fileBlock < runs.blocks(); i++) {
      long block = head.image().int32(at + (long) i * Integer.BYTES);
      int perBlock = head.blockBytes() / Integer.BYTES;
      if (block == 0) {
        fileBlock += power(perBlock, level);
      } else if (level > 0) {
        isMap =
            runs.step()
                && isBlock(block)
                && readLevel(block * head.blockBytes(), perBlock, level - 1);
      } else {
        isMap = runs.step() && runs.add(block, fileBlock, 1);
        fileBlock++;
      }
    }
    return isMap;
  }

  private static long power(long base, int exponent) {
    long result = 1;
    for (int i = 0; i < exponent; i++) {
      result *= base;
    }
    return result;
  }
}
