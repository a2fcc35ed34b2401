package dev.sluice.diff.squashfs;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Lists the compressed blocks of a file system.
///
/// The list follows from the bytes alone, so that differ and device make the same one. It takes at
/// most [#MAX_BLOCKS] entries, and besides them [#MEMORY_BYTES]; only tables are decompressed.
public final class SquashfsBlocks {
  /// A file system with more compressed blocks is left alone.
  public static final int MAX_BLOCKS = 1 << 17;

  /// What listing takes besides the list, of which an entry takes about 32 bytes; for xz, the
  /// dictionary of a block is added.
  public static final long MEMORY_BYTES = 1 << 19;

  private static final int STORED = 1 << 24;
  private static final int OPTIONS_LENGTH_MASK = (1 << 15) - 1;
  private static final int FRAGMENT_BYTES = 16;
  private static final int EXPORT_BYTES = 8;
  private static final int ID_BYTES = 4;

  private final Image image;
  private final Superblock head;
  private final List<SquashfsBlock> blocks = new ArrayList<>();

  /// Bytes that can be read at any position.
  @FunctionalInterface
  public interface Source {
    /// Reads at least one and at most `count` bytes into `target`, from `offset` on.
    ///
    /// @return bytes read, -1 if `position` is at or behind the end
    int read(long position, byte[] target, int offset, int count) throws IOException;
  }

  private SquashfsBlocks(Image image, Superblock head) throws MalformedSquashfsException {
    this.image = image;
    this.head = head;
  }

  /// The bytes of a segment.
  public static Source source(MemorySegment segment) {
    return (position, target, offset, count) -> {
      int step = (int) Math.min(count, segment.byteSize() - position);
      if (step <= 0) {
        return -1;
      }
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, position, target, offset, step);
      return step;
    };
  }

  /// Looks at the bytes of `source` from `start` on.
  ///
  /// @param end where the source ends
  public static SquashfsListing list(Source source, long start, long end) throws IOException {
    if (start < 0 || end - start < Superblock.LENGTH_BYTES) {
      return new SquashfsListing.NotThisFormat();
    }
    try {
      Optional<Superblock> head =
          Superblock.read(new Image(source, start, Superblock.LENGTH_BYTES));
      if (head.isEmpty()) {
        return new SquashfsListing.NotThisFormat();
      }
      if (head.orElseThrow().usedBytes() > end - start) {
        return new SquashfsListing.Unsupported("the file system is cut off");
      }
      var image = new Image(source, start, head.orElseThrow().usedBytes());
      return new SquashfsBlocks(image, head.orElseThrow()).run();
    } catch (MalformedSquashfsException e) {
      return new SquashfsListing.Unsupported(e.rule());
    }
  }

  private SquashfsListing run() throws IOException, MalformedSquashfsException {
    if (head.hasOptions()) {
      int length = 2 + (int) (image.number(Superblock.LENGTH_BYTES, 2) & OPTIONS_LENGTH_MASK);
      walk(Superblock.LENGTH_BYTES, Superblock.LENGTH_BYTES + length);
    }
    readFiles();
    readFragments();
    walkTables();
    return new SquashfsListing.Found(
        head.compressor(), head.usedBytes(), head.blockBytes(), inOrder());
  }

  private void readFiles() throws IOException, MalformedSquashfsException {
    var table =
        new MetadataReader(image, head.compressor(), head.inodeTable(), head.directoryTable());
    new InodeReader(
            table,
            head.blockBytes(),
            (position, lengthAndFlag, contentsBytes) ->
                addData(position, lengthAndFlag, contentsBytes, SquashfsBlock.Kind.DATA))
        .read(head.inodes());
  }

  private void readFragments() throws IOException, MalformedSquashfsException {
    if (head.fragments() == 0) {
      return;
    }
    if (head.fragments() > InodeReader.MAX_ENTRIES) {
      throw new MalformedSquashfsException("there are too many fragments");
    }
    long first = image.number(head.fragmentTable(), Long.BYTES);
    var table = new MetadataReader(image, head.compressor(), first, head.fragmentTable());
    for (long i = 0; i < head.fragments(); i++) {
      long position = table.number(Long.BYTES);
      long lengthAndFlag = table.number(Integer.BYTES);
      table.skip(Integer.BYTES);
      addData(position, lengthAndFlag, head.blockBytes(), SquashfsBlock.Kind.FRAGMENT);
    }
  }

  private void walkTables() throws IOException, MalformedSquashfsException {
    long fragments = firstOf(head.fragmentTable(), head.fragments() * FRAGMENT_BYTES);
    long exports = firstOf(head.exportTable(), head.inodes() * EXPORT_BYTES);
    long ids = firstOf(head.idTable(), (long) head.ids() * ID_BYTES);
    walk(head.inodeTable(), head.directoryTable());
    walk(head.directoryTable(), Math.min(fragments, Math.min(exports, ids)));
    walkIndexed(fragments, head.fragmentTable());
    walkIndexed(exports, head.exportTable());
    walkIndexed(ids, head.idTable());
    if (head.attributeTable() != Superblock.ABSENT) {
      walkIndexed(image.number(head.attributeTable(), Long.BYTES), head.attributeTable());
    }
  }

  /// Where the first metadata block of a table stands whose index is at `index`; the largest number
  /// if there is none.
  private long firstOf(long index, long tableBytes) throws IOException, MalformedSquashfsException {
    boolean isEmpty = index == Superblock.ABSENT || tableBytes == 0;
    return isEmpty ? Long.MAX_VALUE : image.number(index, Long.BYTES);
  }

  private void walkIndexed(long first, long index) throws IOException, MalformedSquashfsException {
    if (first != Long.MAX_VALUE) {
      walk(first, index);
    }
  }

  private void walk(long start, long end) throws IOException, MalformedSquashfsException {
    MetadataReader.walk(
        image,
        start,
        end,
        (position, length, isStored) -> {
          if (!isStored) {
            add(position, length, MetadataReader.BLOCK_BYTES, SquashfsBlock.Kind.METADATA);
          }
        });
  }

  private void addData(
      long position, long lengthAndFlag, int contentsBytes, SquashfsBlock.Kind kind)
      throws MalformedSquashfsException {
    boolean isStored = (lengthAndFlag & STORED) != 0;
    long length = lengthAndFlag & ~(long) STORED;
    if (length > head.blockBytes()) {
      throw new MalformedSquashfsException("a block must not be longer than what it holds");
    }
    if (!isStored && length > 0) {
      add(position, (int) length, contentsBytes, kind);
    }
  }

  private void add(long position, int length, int contentsBytes, SquashfsBlock.Kind kind)
      throws MalformedSquashfsException {
    if (blocks.size() == 2 * MAX_BLOCKS
        || length == 0
        || position < Superblock.LENGTH_BYTES
        || position > image.length() - length) {
      throw new MalformedSquashfsException("blocks must be few and lie within the file system");
    }
    blocks.add(new SquashfsBlock(position, length, contentsBytes, kind));
  }

  /// The blocks by position. Files of equal contents share theirs.
  private List<SquashfsBlock> inOrder() throws MalformedSquashfsException {
    blocks.sort(
        Comparator.comparingLong(SquashfsBlock::position)
            .thenComparing(SquashfsBlock::kind)
            .thenComparing(SquashfsBlock::maxContentsBytes));
    var distinct = new ArrayList<SquashfsBlock>();
    long end = 0;
    for (var block : blocks) {
      boolean isShared =
          !distinct.isEmpty()
              && distinct.getLast().position() == block.position()
              && distinct.getLast().compressedBytes() == block.compressedBytes();
      if (!isShared) {
        if (block.position() < end || distinct.size() == MAX_BLOCKS) {
          throw new MalformedSquashfsException("blocks must be few and not overlap");
        }
        distinct.add(block);
        end = block.end();
      }
    }
    return distinct;
  }
}
