package dev.sluice.diff.ext4;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Lists the files of file systems that stand in several pieces.
public final class Ext4Files {
  private static final int REGULAR = 0x8000;
  private static final int TYPE = 0xf000;

  /// Inodes and entries of maps that are looked at for each block of a file system: those that
  /// stand
  /// for several files must not make the search long.
  private static final int MAX_STEPS_FACTOR = 8;

  private final Superblock head;
  private final long start;
  private final List<Ext4File> found;
  private final BitSet taken = new BitSet();
  private long stepsLeft;

  private Ext4Files(Superblock head, long start, List<Ext4File> found) {
    this.head = head;
    this.start = start;
    this.found = found;
    this.stepsLeft = MAX_STEPS_FACTOR * head.blocks();
  }

  /// The files of all file systems that stand in a view, but those in one piece, which need no map.
  public static List<Ext4File> find(MemorySegment view) {
    var found = new ArrayList<Ext4File>();
    long last = view.byteSize() - Superblock.OFFSET - Superblock.LENGTH;
    for (long at = 0; at <= last; at++) {
      long magic = at + Superblock.MAGIC_OFFSET;
      if (view.get(JAVA_BYTE, magic) == (byte) Superblock.MAGIC
          && view.get(JAVA_BYTE, magic + 1) == (byte) (Superblock.MAGIC >>> Byte.SIZE)) {
        var head = Superblock.read(view, at);
        if (head.isPresent()) {
          new Ext4Files(head.get(), at, found).read();
          at += head.get().image().length() - 1;
        }
      }
    }
    return found;
  }

  private void read() {
    for (long group = 0; group < head.groups(); group++) {
      long table = head.inodeTable(group);
      long count =
          Math.min(head.inodesPerGroup(), (head.image().length() - table) / head.inodeBytes());
      for (long i = 0; i < count && stepsLeft > 0; i++) {
        readInode(table + i * head.inodeBytes());
      }
    }
  }

  private void readInode(long at) {
    var image = head.image();
    boolean isFile = (image.int16(at) & TYPE) == REGULAR && image.int16(at + 26) > 0;
    stepsLeft--;
    if (isFile) {
      long length = image.int32(at + 4) | image.int32(at + 108) << Integer.SIZE;
      var runs = new RunList(head, length, stepsLeft);
      boolean isWhole = new BlockMap(head, runs).read(at);
      stepsLeft -= runs.steps();
      if (isWhole && runs.size() > 1 && runs.take(taken)) {
        runs.file(start).ifPresent(found::add);
      }
    }
  }
}
