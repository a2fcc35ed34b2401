package dev.sluice.diff.zstd;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.zstd.ZstdFrame;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Cuts a frame that comes piece by piece into its parts: header, blocks, checksum.
final class Splitter implements ByteSink {
  /// No part of what libzstd makes is longer.
  static final int MAX_PART_BYTES = (1 << 17) + Blocks.HEADER_BYTES;

  private static final int LEAST_BYTES = 1 << 10;
  private static final int DESCRIPTOR_END = Integer.BYTES + 1;

  /// Takes a part; the array is the splitter's again afterwards.
  @FunctionalInterface
  interface Target {
    void take(byte[] part, int length) throws IOException;
  }

  private enum Place {
    HEADER,
    BLOCK,
    CHECKSUM
  }

  private final Target target;
  private byte[] part = new byte[LEAST_BYTES];
  private int filled;
  private int wanted = DESCRIPTOR_END;
  private boolean isWhole;
  private Place place = Place.HEADER;

  Splitter(Target target) {
    this.target = target;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int step = Math.min(count - done, wanted - filled);
      if (wanted > part.length) {
        part = Arrays.copyOf(part, wanted);
      }
      System.arraycopy(bytes, offset + done, part, filled, step);
      filled += step;
      done += step;
      if (filled == wanted) {
        turn();
      }
    }
  }

  /// What was wanted is there: the beginning of a part, which says how long it is, or all of it.
  private void turn() throws IOException {
    int length = isWhole ? filled : length();
    if (length > filled) {
      wanted = length;
      isWhole = true;
      return;
    }
    boolean wasLast = place == Place.BLOCK && Blocks.isLast(blockHeader());
    target.take(part, filled);
    place = wasLast ? Place.CHECKSUM : Place.BLOCK;
    filled = 0;
    isWhole = wasLast;
    wanted = wasLast ? Blocks.CHECKSUM_BYTES : Blocks.HEADER_BYTES;
  }

  private int length() throws IOException {
    if (place == Place.HEADER) {
      return ZstdFrame.headerBytes(part[Integer.BYTES] & 0xff);
    }
    int length = filled + Blocks.contentBytes(blockHeader());
    if (length > MAX_PART_BYTES) {
      throw new IOException("libzstd made a block of %d bytes".formatted(length));
    }
    return length;
  }

  private int blockHeader() {
    return Blocks.header(MemorySegment.ofArray(part), 0);
  }

  /// Ends the frame.
  void finish() throws IOException {
    if (filled > 0) {
      throw new IOException("libzstd made a part of a block");
    }
  }
}
