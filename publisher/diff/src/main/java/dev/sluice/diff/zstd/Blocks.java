package dev.sluice.diff.zstd;

import dev.sluice.formats.zstd.Parameters;
import dev.sluice.formats.zstd.ZstdFrame;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Where the parts of a frame end that stands in a file: header, blocks, checksum (RFC 8878,
/// section 3.1.1).
///
/// @param start of the frame, which is whole
/// @param end behind it
record Blocks(MemorySegment file, long start, long end, ZstdFrame frame) {
  static final int HEADER_BYTES = 3;
  static final int CHECKSUM_BYTES = Integer.BYTES;

  private static final int LAST = 1;
  private static final int TYPE_SHIFT = 1;
  private static final int TYPE_MASK = 3;
  private static final int REPEATED = 1;
  private static final int RESERVED_TYPE = 3;
  private static final int LENGTH_SHIFT = 3;

  /// The frame that begins at `start`; empty if none does, or the file ends before, or a block is
  /// of no type there is, or longer than any (section 3.1.1.2.4): what only looks like a frame
  /// mostly ends there.
  static Optional<Blocks> find(MemorySegment file, long start) {
    var frame = ZstdFrame.read(file, start);
    if (frame.isEmpty()) {
      return Optional.empty();
    }
    long at = start + frame.get().headerBytes();
    while (at <= file.byteSize() - HEADER_BYTES) {
      int header = header(file, at);
      boolean isReserved = ((header >>> TYPE_SHIFT) & TYPE_MASK) == RESERVED_TYPE;
      if (isReserved || header >>> LENGTH_SHIFT > Parameters.BLOCK_BYTES) {
        return Optional.empty();
      }
      at += HEADER_BYTES + contentBytes(header);
      if (isLast(header)) {
        long end = at + checksumBytes(frame.get());
        return end <= file.byteSize()
            ? Optional.of(new Blocks(file, start, end, frame.get()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  long lengthBytes() {
    return end - start;
  }

  /// Where the part ends that begins at `at`.
  long next(long at) {
    if (at == start) {
      return start + frame.headerBytes();
    }
    if (at >= end - checksumBytes(frame)) {
      return end;
    }
    return at + HEADER_BYTES + contentBytes(header(file, at));
  }

  /// Whether the last block is empty, and not the only one.
  boolean endsEmpty() {
    long last = end - checksumBytes(frame) - HEADER_BYTES;
    return last > start + frame.headerBytes() && header(file, last) == LAST;
  }

  private static int checksumBytes(ZstdFrame frame) {
    return frame.hasChecksum() ? CHECKSUM_BYTES : 0;
  }

  /// The header of the block at `at`.
  static int header(MemorySegment file, long at) {
    return (int) ZstdFrame.number(file, at, HEADER_BYTES);
  }

  /// How many bytes follow the header of a block.
  static int contentBytes(int header) {
    return ((header >>> TYPE_SHIFT) & TYPE_MASK) == REPEATED ? 1 : header >>> LENGTH_SHIFT;
  }

  static boolean isLast(int header) {
    return (header & LAST) != 0;
  }
}
