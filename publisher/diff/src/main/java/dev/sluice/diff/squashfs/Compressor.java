package dev.sluice.diff.squashfs;

import dev.sluice.formats.Deflate;
import dev.sluice.formats.Lz4Block;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.Xz;
import dev.sluice.formats.Zstd;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// How the blocks of a file system are compressed; images of LZMA and LZO are left alone.
///
/// @param code its number in the superblock
/// @param format of the stream that a block holds
/// @param headBytes what stands before the stream in a block
/// @param tailBytes what stands behind it
public record Compressor(int code, StreamFormat format, int headBytes, int tailBytes) {
  private static final List<Compressor> ALL =
      List.of(
          new Compressor(1, new Deflate(), 2, Integer.BYTES), // in zlib's format (RFC 1950)
          new Compressor(4, new Xz(), 0, 0),
          new Compressor(5, new Lz4Block(), 0, 0),
          new Compressor(6, new Zstd(), 0, 0));

  /// What a decoder of xz or zstd may need: the dictionary, which is a block at most, and some.
  private static final long MAX_MEMORY_BYTES = 1 << 22;

  static Optional<Compressor> find(int code) {
    return ALL.stream().filter(compressor -> compressor.code == code).findFirst();
  }

  /// The contents of a block of metadata, of which there are at most `maxBytes`.
  byte[] decompress(byte[] block, int maxBytes) throws IOException, MalformedSquashfsException {
    var contents = new Bounded(maxBytes);
    int bytes = block.length - headBytes - tailBytes;
    if (bytes <= 0) {
      throw new MalformedSquashfsException("a metadata block must hold a stream");
    }
    try {
      var source = new ByteArrayInputStream(block, headBytes, bytes);
      format.expand(source, bytes, MAX_MEMORY_BYTES, contents::take);
    } catch (MalformedPatchException e) {
      throw new MalformedSquashfsException(e.rule());
    }
    return contents.toByteArray();
  }

  /// Keeps no more than a block.
  private static final class Bounded extends ByteArrayOutputStream {
    private final int maxBytes;

    private Bounded(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    private void take(byte[] bytes, int offset, int taken) throws MalformedPatchException {
      if (taken > maxBytes - count) {
        throw MalformedPatchException.corrupt(0, "a metadata block must hold at most 8 KiB");
      }
      write(bytes, offset, taken);
    }
  }
}
