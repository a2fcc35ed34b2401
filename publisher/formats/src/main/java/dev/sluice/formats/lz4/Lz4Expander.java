package dev.sluice.formats.lz4;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.io.InputStream;

/// Takes a stream apart, block by block.
public final class Lz4Expander {
  /// What an expansion needs at most, whatever the stream.
  public static final long MEMORY_BYTES = 1 << 18;

  private Lz4Expander() {}

  /// Writes the contents of the stream that `source` holds from its next byte on.
  ///
  /// A stream that is damaged ends in a refusal; some of its contents may have been written by
  /// then.
  ///
  /// @param compressedBytes length of the stream with its magic number; no byte behind is read
  /// @return length of the contents
  /// @throws MalformedPatchException if no stream of that length stands there
  public static long expand(InputStream source, long compressedBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    var decoder = new BlockDecoder(source, contents);
    requireRoom(decoder, compressedBytes, Integer.BYTES);
    if (decoder.readInt() != Lz4Format.MAGIC) {
      throw MalformedPatchException.corrupt(0, "an LZ4 stream must start with its magic number");
    }
    long contentsBytes = 0;
    while (decoder.taken() < compressedBytes) {
      requireRoom(decoder, compressedBytes, Integer.BYTES);
      long blockBytes = decoder.readInt();
      requireRoom(decoder, compressedBytes, blockBytes);
      contentsBytes += decoder.decode((int) blockBytes);
    }
    return contentsBytes;
  }

  private static void requireRoom(BlockDecoder decoder, long compressedBytes, long needed)
      throws MalformedPatchException {
    if (needed > Math.min(compressedBytes - decoder.taken(), Lz4Format.MAX_COMPRESSED_BYTES)) {
      throw MalformedPatchException.corrupt(
          decoder.taken(), "an LZ4 stream of %d bytes must not go on".formatted(compressedBytes));
    }
  }
}
