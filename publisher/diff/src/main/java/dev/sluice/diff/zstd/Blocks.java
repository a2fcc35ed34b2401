package dev.sluice.diff.zstd;

import dev.sluice.formats.zstd.ZstdFrame;
import java.lang.foreign.MemorySegment;

/// Where the parts of a frame end that stands in a file: header, blocks, checksum.
///
/// @param start of the frame, which is whole
/// @param end behind it
record Blocks(MemorySegment file, long start, long end, ZstdFrame frame) {
  /// Where the part ends that begins at `at`.
  long next(long at) {
    if (at == start) {
      return start + frame.headerBytes();
    }
    long checksum = end - (frame.hasChecksum() ? ZstdFrame.CHECKSUM_BYTES : 0);
    if (at >= checksum) {
      return end;
    }
    int header = (int) ZstdFrame.number(file, at, ZstdFrame.BLOCK_HEADER_BYTES);
    return at + ZstdFrame.BLOCK_HEADER_BYTES + ZstdFrame.blockBytes(header);
  }
}
