package dev.sluice.diff.squashfs;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.sluice.formats.lz4.Lz4Blocks;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.xz.XzExpander;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses metadata blocks.
@FunctionalInterface
interface BlockDecompressor {
  /// What a decoder of xz may need: the dictionary, which is a block at most, and some.
  long MAX_XZ_MEMORY_BYTES = 1 << 22;

  /// The contents of `block`, of which there are at most `maxBytes`.
  byte[] decompress(byte[] block, int maxBytes) throws IOException, MalformedSquashfsException;

  /// That of a compressor.
  ///
  /// @throws MalformedSquashfsException if the compressor is not supported
  static BlockDecompressor of(Compressor compressor) throws MalformedSquashfsException {
    return switch (compressor) {
      case GZIP -> BlockDecompressor::inflate;
      case XZ -> BlockDecompressor::expandXz;
      case LZ4 -> BlockDecompressor::expandLz4;
      case ZSTD -> BlockDecompressor::expandZstd;
      case LZMA, LZO ->
          throw new MalformedSquashfsException("the compressor must be known, not " + compressor);
    };
  }

  private static byte[] inflate(byte[] block, int maxBytes) throws MalformedSquashfsException {
    var inflater = new Inflater();
    try {
      inflater.setInput(block);
      var contents = new byte[maxBytes];
      int count = inflater.inflate(contents);
      requireEnd(inflater.finished() || count == maxBytes);
      return Arrays.copyOf(contents, count);
    } catch (DataFormatException e) {
      throw new MalformedSquashfsException("a metadata block must inflate");
    } finally {
      inflater.end();
    }
  }

  private static byte[] expandXz(byte[] block, int maxBytes)
      throws IOException, MalformedSquashfsException {
    var contents = new Bounded(maxBytes);
    try {
      var source = new ByteArrayInputStream(block);
      requireEnd(
          XzExpander.expand(source, block.length, MAX_XZ_MEMORY_BYTES, contents::take) <= maxBytes);
    } catch (MalformedPatchException e) {
      throw new MalformedSquashfsException(e.rule());
    }
    return contents.toByteArray();
  }

  private static byte[] expandLz4(byte[] block, int maxBytes)
      throws IOException, MalformedSquashfsException {
    var contents = new Bounded(maxBytes);
    try {
      var source = new ByteArrayInputStream(block);
      requireEnd(Lz4Blocks.expand(source, block.length, contents::take) <= maxBytes);
    } catch (MalformedPatchException e) {
      throw new MalformedSquashfsException(e.rule());
    }
    return contents.toByteArray();
  }

  private static byte[] expandZstd(byte[] block, int maxBytes) throws MalformedSquashfsException {
    var contents = new byte[maxBytes];
    try (var context = new ZstdDecompressCtx()) {
      int count = context.decompress(contents, block);
      return Arrays.copyOf(contents, count);
    } catch (ZstdException e) {
      throw new MalformedSquashfsException("a metadata block must be a zstd frame");
    }
  }

  private static void requireEnd(boolean hasEnded) throws MalformedSquashfsException {
    if (!hasEnded) {
      throw new MalformedSquashfsException("a metadata block must hold at most 8 KiB");
    }
  }

  /// Keeps no more than a block.
  final class Bounded extends ByteArrayOutputStream {
    private final int maxBytes;

    Bounded(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    void take(byte[] bytes, int offset, int taken) throws MalformedPatchException {
      if (taken > maxBytes - count) {
        throw MalformedPatchException.corrupt(0, "a metadata block must hold at most 8 KiB");
      }
      write(bytes, offset, taken);
    }
  }
}
