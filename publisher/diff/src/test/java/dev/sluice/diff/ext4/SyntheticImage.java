package dev.sluice.diff.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A small file system of one group: a superblock, a descriptor, inodes, and what tests put where.
public final class SyntheticImage {
  public static final int BLOCK_BYTES = 1024;

  /// The first block that is free for files.
  public static final int FIRST_FREE = 8;

  private static final int INODE_TABLE = 3;
  private static final int INODE_BYTES = 128;
  private static final int INODES = 32;

  private final ByteBuffer bytes;
  private int inodes;

  /// Blocks that follow each other, in the image and in a file.
  public record Extent(int block, int fileBlock, int count) {}

  /// An empty one of so many blocks.
  public SyntheticImage(int blocks) {
    bytes = ByteBuffer.allocate(blocks * BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(1024, INODES).putInt(1024 + 4, blocks).putInt(1024 + 20, 1);
    bytes.putInt(1024 + 32, 8192).putInt(1024 + 40, INODES).putShort(1024 + 56, (short) 0xef53);
    bytes.putInt(1024 + 76, 1).putShort(1024 + 88, (short) INODE_BYTES).putInt(1024 + 96, 0x42);
    bytes.putInt(2 * BLOCK_BYTES + 8, INODE_TABLE);
  }

  /// The image; writing to it changes it.
  public byte[] bytes() {
    return bytes.array();
  }

  ByteBuffer buffer() {
    return bytes;
  }

  /// Adds the inode of a file.
  ///
  /// @return where it stands
  int inode(int lengthBytes, int flags) {
    int at = INODE_TABLE * BLOCK_BYTES + INODE_BYTES * inodes++;
    bytes.putShort(at, (short) 0x81a4).putInt(at + 4, lengthBytes).putShort(at + 26, (short) 1);
    bytes.putInt(at + 32, flags);
    return at;
  }

  /// Adds a file of extents, at most four.
  ///
  /// @return where its inode stands
  public int file(int lengthBytes, List<Extent> extents) {
    int at = inode(lengthBytes, 0x80000);
    node(at + 40, 0, extents);
    return at;
  }

  /// Writes a node of a tree of extents.
  void node(int at, int depth, List<Extent> extents) {
    bytes.putShort(at, (short) 0xf30a).putShort(at + 2, (short) extents.size());
    bytes.putShort(at + 6, (short) depth);
    for (int i = 0; i < extents.size(); i++) {
      int entry = at + 12 + 12 * i;
      var extent = extents.get(i);
      bytes.putInt(entry, extent.fileBlock());
      if (depth == 0) {
        bytes.putShort(entry + 4, (short) extent.count()).putInt(entry + 8, extent.block());
      } else {
        bytes.putInt(entry + 4, extent.block());
      }
    }
  }

  /// Writes a file's bytes where its extents are.
  public void write(byte[] file, List<Extent> extents) {
    for (var extent : extents) {
      int from = extent.fileBlock() * BLOCK_BYTES;
      int count = Math.min(file.length - from, extent.count() * BLOCK_BYTES);
      bytes.put(extent.block() * BLOCK_BYTES, file, from, count);
    }
  }
}
