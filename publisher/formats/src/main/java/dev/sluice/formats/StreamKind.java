package dev.sluice.formats;

import dev.sluice.formats.classfile.ClassExpander;
import dev.sluice.formats.classfile.ClassRebuilder;
import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.deflate.DeflateRebuilder;
import dev.sluice.formats.deflate.Inflation;
import dev.sluice.formats.lz4.Lz4BlockRebuilder;
import dev.sluice.formats.lz4.Lz4Blocks;
import dev.sluice.formats.lz4.Lz4Expander;
import dev.sluice.formats.lz4.Lz4Rebuilder;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.ChainedRebuilder;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import dev.sluice.formats.xz.XzExpander;
import dev.sluice.formats.xz.XzRebuilder;
import dev.sluice.formats.zstd.ZstdExpander;
import dev.sluice.formats.zstd.ZstdRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// The formats of streams that can be taken apart and made again.
public enum StreamKind {
  /// Raw deflate, as in zip, gzip and PNG.
  DEFLATE(0),
  /// LZ4's legacy frame, as in kernel images.
  LZ4(1),
  /// A stream of xz.
  XZ(2),
  /// A class file.
  CLASS(3),
  /// Raw deflate of a class file, both of which are taken apart.
  DEFLATED_CLASS(4),
  /// A frame of zstd.
  ZSTD(5),
  /// A bare LZ4 block, as in squashfs images.
  LZ4_BLOCK(6);

  private static final int BUFFER_BYTES = 1 << 14;

  private final int code;

  StreamKind(int code) {
    this.code = code;
  }

  /// Its number in patches.
  public int code() {
    return code;
  }

  /// The kind of a number.
  ///
  /// @throws MalformedPatchException if there is none
  public static StreamKind of(long code) throws MalformedPatchException {
    for (var kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw MalformedPatchException.corrupt(0, "a known kind of stream, not " + code);
  }

  /// Writes what a stream of a base holds.
  ///
  /// @param source at the first byte of the stream
  /// @param compressedBytes its length
  /// @param maxMemoryBytes what that may take
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    var _ =
        switch (this) {
          case DEFLATE -> Inflation.expand(source, compressedBytes, contents);
          case LZ4 -> Lz4Expander.expand(source, compressedBytes, contents);
          case LZ4_BLOCK -> (long) Lz4Blocks.expand(source, compressedBytes, contents);
          case XZ -> XzExpander.expand(source, compressedBytes, maxMemoryBytes, contents);
          case ZSTD -> ZstdExpander.expand(source, compressedBytes, maxMemoryBytes, contents);
          case CLASS, DEFLATED_CLASS -> {
            var expander = new ClassExpander(maxMemoryBytes);
            if (this == CLASS) {
              copy(source, compressedBytes, expander);
            } else {
              long _ = Inflation.expand(source, compressedBytes, expander);
            }
            expander.finish(contents);
            yield compressedBytes;
          }
        };
  }

  private static void copy(InputStream source, long count, ByteSink target)
      throws IOException, MalformedPatchException {
    var buffer = new byte[BUFFER_BYTES];
    for (long left = count; left > 0; ) {
      int read = source.read(buffer, 0, (int) Math.min(left, BUFFER_BYTES));
      if (read <= 0) {
        throw MalformedPatchException.corrupt(count - left, "a stream that ends in the base");
      }
      target.write(buffer, 0, read);
      left -= read;
    }
  }

  /// Begins to make a stream of a result.
  ///
  /// @param contentsBytes length of its contents
  /// @param maxMemoryBytes what that may take
  /// @param engine may make deflate streams in place of ours
  public StreamRebuilder rebuild(
      long contentsBytes,
      RecipeReader recipe,
      ByteSink output,
      long maxMemoryBytes,
      DeflateEngine engine)
      throws IOException, MalformedPatchException {
    return switch (this) {
      case DEFLATE -> {
        requireRoom(DeflateRebuilder.MEMORY_BYTES, maxMemoryBytes);
        yield DeflateRebuilder.open(recipe, output, engine);
      }
      case LZ4 -> {
        requireRoom(Lz4Rebuilder.MEMORY_BYTES, maxMemoryBytes);
        yield new Lz4Rebuilder(recipe, output);
      }
      case XZ -> {
        if (!XzRebuilder.isAvailable()) {
          throw MalformedPatchException.corrupt(
              0, "a device with liblzma, which makes xz streams again; there is none");
        }
        yield XzRebuilder.open(recipe, output, maxMemoryBytes);
      }
      case LZ4_BLOCK -> Lz4BlockRebuilder.open(recipe, output, maxMemoryBytes);
      case ZSTD -> ZstdRebuilder.open(recipe, output, maxMemoryBytes);
      case CLASS -> new ClassRebuilder(contentsBytes, output, maxMemoryBytes);
      case DEFLATED_CLASS -> {
        var deflate = DEFLATE.rebuild(contentsBytes, recipe, output, maxMemoryBytes, engine);
        long left = maxMemoryBytes - deflate.memoryBytes();
        yield new ChainedRebuilder(
            new ClassRebuilder(contentsBytes, deflate::accept, left), deflate);
      }
    };
  }

  private static void requireRoom(long neededBytes, long maxMemoryBytes)
      throws MalformedPatchException {
    if (neededBytes > maxMemoryBytes) {
      throw MalformedPatchException.corrupt(
          0,
          "%d bytes of memory for streams, as one of them needs, not %d"
              .formatted(neededBytes, maxMemoryBytes));
    }
  }
}
