package dev.sluice.delta.container;

import dev.sluice.delta.deflate.DeflateRebuilder;
import dev.sluice.delta.lz4.Lz4Expander;
import dev.sluice.delta.lz4.Lz4Rebuilder;
import dev.sluice.delta.stream.ByteSink;
import dev.sluice.delta.stream.RecipeReader;
import dev.sluice.delta.stream.StreamRebuilder;
import dev.sluice.delta.wire.MalformedPatchException;
import dev.sluice.delta.xz.XzExpander;
import dev.sluice.delta.xz.XzRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// The formats of streams that can be taken apart and made again.
public enum StreamKind {
  /// Raw deflate, as in zip, gzip and PNG.
  DEFLATE(0),
  /// LZ4's legacy frame, as in kernel images.
  LZ4(1),
  /// A stream of xz.
  XZ(2);

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
  void expand(InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    var _ =
        switch (this) {
          case DEFLATE -> Inflation.expand(source, compressedBytes, contents);
          case LZ4 -> Lz4Expander.expand(source, compressedBytes, contents);
          case XZ -> XzExpander.expand(source, compressedBytes, maxMemoryBytes, contents);
        };
  }

  /// Begins to make a stream of a result.
  ///
  /// @param maxMemoryBytes what that may take
  StreamRebuilder rebuild(RecipeReader recipe, ByteSink output, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    return switch (this) {
      case DEFLATE -> {
        requireRoom(DeflateRebuilder.MEMORY_BYTES, maxMemoryBytes);
        yield new DeflateRebuilder(recipe, output);
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
