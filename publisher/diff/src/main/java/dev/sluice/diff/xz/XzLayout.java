package dev.sluice.diff.xz;

import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.formats.xz.Check;
import dev.sluice.formats.xz.XzFormat;
import dev.sluice.formats.xz.XzRebuilder;
import dev.sluice.formats.xz.XzRecipe;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.XZIOException;

/// Where the parts of a stream stand, of which it was checked before that it decodes.
///
/// @param isRegular whether all blocks have the header that the first one has, and all but the last
///     hold the same
record XzLayout(long compressedBytes, XzRecipe recipe, List<Long> blockBytes, boolean isRegular) {
  XzLayout {
    blockBytes = List.copyOf(blockBytes);
  }

  /// The end of the stream at `start`; empty if it does not decode in the memory given, or holds
  /// more than `maxContentsBytes`.
  static Optional<Long> findEnd(
      MemorySegment file, long start, long maxContentsBytes, int memoryKib) throws IOException {
    var input = new SegmentInput(file, start);
    try {
      var stream = new SingleXZInputStream(input, memoryKib);
      var buffer = new byte[1 << 16];
      long contentsBytes = 0;
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        contentsBytes += count;
        if (contentsBytes > maxContentsBytes) {
          return Optional.empty();
        }
      }
      return Optional.of(input.position());
    } catch (XZIOException | EOFException e) {
      return Optional.empty();
    }
  }

  /// Reads the index, which stands before `end`, and the block headers; empty if a filter or a
  /// check is not one that a recipe can name.
  static Optional<XzLayout> read(MemorySegment file, long start, long end) {
    return new Reader(file, start, end).read();
  }

  /// Walks over the parts; every number in them has been checked by the decoder.
  private static final class Reader {
    private static final int CHECK_AT = 7;
    private static final int MIN_HEADER_CODE = 2;
    private static final int BACKWARD_AT = 4;
    private static final int FILTERS_MASK = 3;
    private static final int VLI_BITS = 7;
    private static final int VLI_PAYLOAD = 0x7f;

    private final MemorySegment file;
    private final long start;
    private final long end;
    private long at;

    Reader(MemorySegment file, long start, long end) {
      this.file = file;
      this.start = start;
      this.end = end;
    }

    Optional<XzLayout> read() {
      var check = Check.find(byteAt(start + CHECK_AT));
      long footer = end - XzFormat.FOOTER_BYTES;
      long indexBytes = (intAt(footer + BACKWARD_AT) + 1) * XzFormat.ALIGNMENT;
      at = footer - indexBytes + 1;
      long count = vli();
      if (check.isEmpty() || count > XzRebuilder.MAX_BLOCKS) {
        return Optional.empty();
      }
      return blocks(check.orElseThrow(), (int) count);
    }

    private Optional<XzLayout> blocks(Check check, int count) {
      var headers = new ArrayList<XzRecipe>();
      var compressed = new ArrayList<Long>();
      var contents = new ArrayList<Long>();
      long block = start + XzFormat.STREAM_HEADER_BYTES;
      for (int i = 0; i < count; i++) {
        long unpadded = vli();
        contents.add(vli());
        long next = at;
        var header = header(block, check);
        if (header.isEmpty()) {
          return Optional.empty();
        }
        headers.add(header.orElseThrow());
        compressed.add(unpadded - header.orElseThrow().headerBytes() - check.lengthBytes());
        block += XzFormat.aligned(unpadded);
        at = next;
      }
      return Optional.of(layout(check, headers, compressed, contents));
    }

    private XzLayout layout(
        Check check, List<XzRecipe> headers, List<Long> compressed, List<Long> contents) {
      var first =
          headers.isEmpty()
              ? new XzRecipe(check, 0, 0, 0, MIN_HEADER_CODE, 0, 0, false)
              : headers.getFirst();
      long total = contents.stream().mapToLong(Long::longValue).sum();
      long block = contents.size() > 1 ? contents.getFirst() : 0;
      boolean isRegular = headers.stream().allMatch(first::equals);
      for (int i = 0; i < contents.size(); i++) {
        long length = contents.get(i);
        boolean isLast = i == contents.size() - 1;
        isRegular &= length > 0 && (block == 0 || (isLast ? length <= block : length == block));
      }
      var recipe =
          new XzRecipe(
              check,
              0,
              first.dictionaryCode(),
              first.filter(),
              first.headerCode(),
              block,
              total,
              first.isSized());
      return new XzLayout(end - start, recipe, compressed, isRegular);
    }

    /// What a block header says; empty if it is not one that a recipe can name.
    private Optional<XzRecipe> header(long block, Check check) {
      at = block + 2;
      int flags = byteAt(block + 1);
      int filters = (flags & FILTERS_MASK) + 1;
      boolean hasCompressed = (flags & XzFormat.HAS_COMPRESSED_BYTES) != 0;
      boolean hasContents = (flags & XzFormat.HAS_CONTENTS_BYTES) != 0;
      if (hasCompressed != hasContents || filters > 2) {
        return Optional.empty();
      }
      if (hasCompressed) {
        skipVli();
        skipVli();
      }
      int filter = XzRecipe.NO_FILTER;
      if (filters == 2) {
        filter = (int) Math.min(vli(), Integer.MAX_VALUE);
        long optionBytes = vli();
        if (filter < XzRecipe.MIN_FILTER || filter > XzRecipe.MAX_FILTER || optionBytes != 0) {
          return Optional.empty();
        }
      }
      if (vli() != XzFormat.LZMA2 || vli() != 1) {
        return Optional.empty();
      }
      int dictionary = byteAt(at);
      return Optional.of(
          new XzRecipe(check, 0, dictionary, filter, byteAt(block), 0, 0, hasCompressed));
    }

    private void skipVli() {
      while (byteAt(at++) > VLI_PAYLOAD) {
        // The last byte of a number is the first one that is not larger.
      }
    }

    private long vli() {
      long value = 0;
      int shift = 0;
      int next = VLI_PAYLOAD + 1;
      while (next > VLI_PAYLOAD) {
        next = byteAt(at++);
        value |= (long) (next & VLI_PAYLOAD) << shift;
        shift += VLI_BITS;
      }
      return value;
    }

    private int byteAt(long position) {
      return file.get(ValueLayout.JAVA_BYTE, position) & 0xff;
    }

    private long intAt(long position) {
      long value = 0;
      for (int i = Integer.BYTES - 1; i >= 0; i--) {
        value = (value << Byte.SIZE) | byteAt(position + i);
      }
      return value;
    }
  }
}
