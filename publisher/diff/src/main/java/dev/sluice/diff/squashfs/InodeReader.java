package dev.sluice.diff.squashfs;

import java.io.IOException;

/// Goes through the inode table and tells where the blocks of files stand (`struct
/// squashfs_*_inode`).
final class InodeReader {
  /// A file system with more inodes, or more blocks of files, is left alone.
  static final int MAX_ENTRIES = 1 << 22;

  private static final int HEAD_AFTER_TYPE_BYTES = 14;
  private static final int MAX_LINK_BYTES = 1 << 16;
  private static final int MAX_NAME_BYTES = 1 << 8;
  private static final long NO_FRAGMENT = 0xffffffffL;
  private static final int STORED = 1 << 24;

  private final MetadataReader table;
  private final int blockBytes;
  private final Visitor visitor;
  private int entries;

  /// Takes a block of a file.
  @FunctionalInterface
  interface Visitor {
    void block(long position, long lengthAndFlag, int contentsBytes)
        throws MalformedSquashfsException;
  }

  InodeReader(MetadataReader table, int blockBytes, Visitor visitor) {
    this.table = table;
    this.blockBytes = blockBytes;
    this.visitor = visitor;
  }

  void read(long inodes) throws IOException, MalformedSquashfsException {
    if (inodes > MAX_ENTRIES) {
      throw new MalformedSquashfsException(
          "there must be at most %d inodes".formatted(MAX_ENTRIES));
    }
    for (long i = 0; i < inodes; i++) {
      int type = (int) table.number(2);
      table.skip(HEAD_AFTER_TYPE_BYTES);
      readBody(type);
    }
  }

  private void readBody(int type) throws IOException, MalformedSquashfsException {
    switch (type) {
      case 1 -> table.skip(16);
      case 2 -> file();
      case 3 -> link(0);
      case 4, 5 -> table.skip(8);
      case 6, 7 -> table.skip(4);
      case 8 -> longDirectory();
      case 9 -> longFile();
      case 10 -> link(4);
      case 11, 12 -> table.skip(12);
      case 13, 14 -> table.skip(8);
      default -> throw new MalformedSquashfsException("inodes must have a known type, not " + type);
    }
  }

  private void link(int bytesBehind) throws IOException, MalformedSquashfsException {
    table.skip(4);
    table.skip(require(table.number(4), MAX_LINK_BYTES) + bytesBehind);
  }

  private void longDirectory() throws IOException, MalformedSquashfsException {
    table.skip(16);
    int indexes = (int) table.number(2);
    table.skip(6);
    for (int i = 0; i < indexes; i++) {
      table.skip(8);
      table.skip(require(table.number(4), MAX_NAME_BYTES) + 1);
    }
  }

  private void file() throws IOException, MalformedSquashfsException {
    long start = table.number(4);
    long fragment = table.number(4);
    table.skip(4);
    blocks(start, table.number(4), fragment);
  }

  private void longFile() throws IOException, MalformedSquashfsException {
    long start = table.number(8);
    long length = table.number(8);
    table.skip(12);
    long fragment = table.number(4);
    table.skip(8);
    blocks(start, length, fragment);
  }

  private void blocks(long start, long length, long fragment)
      throws IOException, MalformedSquashfsException {
    long whole = Long.divideUnsigned(length, blockBytes);
    long rest = Long.remainderUnsigned(length, blockBytes);
    long count = fragment == NO_FRAGMENT && rest > 0 ? whole + 1 : whole;
    entries = (int) (entries + require(count, MAX_ENTRIES - entries));
    long position = start;
    for (long i = 0; i < count; i++) {
      long lengthAndFlag = table.number(4);
      visitor.block(position, lengthAndFlag, i < whole ? blockBytes : (int) rest);
      position += lengthAndFlag & (STORED - 1);
    }
  }

  private static long require(long value, long max) throws MalformedSquashfsException {
    if (value > max) {
      throw new MalformedSquashfsException("a part of an inode must be at most " + max);
    }
    return value;
  }
}
