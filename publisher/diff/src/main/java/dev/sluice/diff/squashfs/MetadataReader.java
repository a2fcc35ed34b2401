package dev.sluice.diff.squashfs;

import java.io.IOException;

/// Reads the contents of the metadata blocks in `[start, end)` as one stream, block by block.
final class MetadataReader {
  static final int BLOCK_BYTES = 1 << 13;

  private static final int HEADER_BYTES = 2;
  private static final int STORED = 1 << 15;
  private static final int LENGTH_MASK = STORED - 1;

  private final Image image;
  private final Compressor compressor;
  private final long end;
  private long next;
  private byte[] contents = new byte[0];
  private int at;

  MetadataReader(Image image, Compressor compressor, long start, long end) {
    this.image = image;
    this.compressor = compressor;
    this.next = start;
    this.end = end;
  }

  /// Takes what a block header says.
  @FunctionalInterface
  interface Visitor {
    void block(long position, int compressedBytes, boolean isStored)
        throws MalformedSquashfsException;
  }

  /// Visits the blocks in `[start, end)` without decompressing them.
  static void walk(Image image, long start, long end, Visitor visitor)
      throws IOException, MalformedSquashfsException {
    long position = start;
    while (position < end) {
      int header = (int) image.number(position, HEADER_BYTES);
      int length = header & LENGTH_MASK;
      position += HEADER_BYTES;
      visitor.block(position, length, (header & STORED) != 0);
      position += length;
    }
    if (position != end) {
      throw new MalformedSquashfsException("metadata blocks must end where their table ends");
    }
  }

  /// A number of `count` bytes, lowest first.
  long number(int count) throws IOException, MalformedSquashfsException {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) read() << (i * Byte.SIZE);
    }
    return value;
  }

  void skip(long count) throws IOException, MalformedSquashfsException {
    long left = count;
    while (left > 0) {
      fill();
      int step = (int) Math.min(left, contents.length - at);
      at += step;
      left -= step;
    }
  }

  private int read() throws IOException, MalformedSquashfsException {
    fill();
    return contents[at++] & 0xff;
  }

  /// Makes at least one byte available; each turn takes a block, of which there are finitely many.
  private void fill() throws IOException, MalformedSquashfsException {
    while (at == contents.length) {
      if (next >= end) {
        throw new MalformedSquashfsException("a table must hold all its entries");
      }
      int header = (int) image.number(next, HEADER_BYTES);
      int length = header & LENGTH_MASK;
      var block = image.bytes(next + HEADER_BYTES, length);
      next += HEADER_BYTES + length;
      contents = (header & STORED) != 0 ? block : compressor.decompress(block, BLOCK_BYTES);
      at = 0;
    }
  }
}
