package dev.sluice.diff.ext4;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The numbers at the head of a file system.
///
/// @param image the file system, from its first byte on
/// @param firstBlock number of the block that holds the superblock
/// @param descriptorBytes length of the descriptor of a group
record Superblock(
    Image image,
    int blockBytes,
    long firstBlock,
    long blocks,
    long blocksPerGroup,
    long inodesPerGroup,
    int inodeBytes,
    int descriptorBytes) {
  static final int OFFSET = 1024;
  static final int LENGTH = 1024;
  static final int MAGIC_OFFSET = OFFSET + 56;
  static final int MAGIC = 0xef53;

  private static final int MAX_BLOCK_BITS = 6;
  private static final int OLD_INODE_BYTES = 128;
  private static final int OLD_DESCRIPTOR_BYTES = 32;
  private static final int MAX_DESCRIPTOR_BYTES = 1024;

  /// Compressed files, a journal alone, descriptors spread over groups: not understood.
  private static final int UNKNOWN_FEATURES = 0x1 | 0x8 | 0x10;

  private static final int FEATURE_64_BIT = 0x80;

  /// Reads the superblock of a file system that would begin at `start`.
  static Optional<Superblock> read(MemorySegment view, long start) {
    var rest = new Image(view.asSlice(start));
    if (rest.length() < OFFSET + LENGTH
        || rest.int16(MAGIC_OFFSET) != MAGIC
        || rest.int16(OFFSET + 90) != 0 // a copy, which stands in a later group
        || rest.int32(OFFSET + 24) > MAX_BLOCK_BITS) {
      return Optional.empty();
    }
    int features = (int) rest.int32(OFFSET + 96);
    boolean isLong = (features & FEATURE_64_BIT) != 0;
    boolean isOld = rest.int32(OFFSET + 76) == 0;
    int blockBytes = OFFSET << rest.int32(OFFSET + 24);
    long blocks = rest.int32(OFFSET + 4) | (isLong ? rest.int32(OFFSET + 336) << Integer.SIZE : 0);
    if (blocks < 1
        || blocks > Math.min(Integer.MAX_VALUE, rest.length() / blockBytes)
        || (!isOld && (features & UNKNOWN_FEATURES) != 0)) {
      return Optional.empty();
    }
    var found =
        new Superblock(
            new Image(view.asSlice(start, blocks * blockBytes)),
            blockBytes,
            rest.int32(OFFSET + 20),
            blocks,
            rest.int32(OFFSET + 32),
            rest.int32(OFFSET + 40),
            isOld ? OLD_INODE_BYTES : rest.int16(OFFSET + 88),
            isLong ? rest.int16(OFFSET + 254) : OLD_DESCRIPTOR_BYTES);
    return found.isPossible() ? Optional.of(found) : Optional.empty();
  }

  private boolean isPossible() {
    return firstBlock <= 1
        && blocksPerGroup > 0
        && inodesPerGroup > 0
        && inodeBytes >= OLD_INODE_BYTES
        && inodeBytes <= blockBytes
        && descriptorBytes >= OLD_DESCRIPTOR_BYTES
        && descriptorBytes <= MAX_DESCRIPTOR_BYTES;
  }

  /// How many groups of blocks there are.
  long groups() {
    return (blocks - firstBlock + blocksPerGroup - 1) / blocksPerGroup;
  }

  /// Where the inodes of a group stand; behind the end if the image does not say.
  long inodeTable(long group) {
    long at = (firstBlock + 1) * blockBytes + group * descriptorBytes;
    long high = descriptorBytes >= 2 * OLD_DESCRIPTOR_BYTES ? image.int32(at + 40) : 0;
    long block = image.int32(at + 8) | high << Integer.SIZE;
    return block > 0 && block < blocks ? block * blockBytes : image.length();
  }
}
