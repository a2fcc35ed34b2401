package dev.sluice.formats.lz4;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.io.InputStream;

/// Bare LZ4 blocks, without a frame, as other formats embed them.
public final class Lz4Blocks {
  private Lz4Blocks() {}

  /// Writes the contents of the block that `source` holds from its next byte on.
  ///
  /// @param compressedBytes length of the block, at least 1; no byte behind is read
  /// @return length of the contents, at most 8 MiB
  /// @throws MalformedPatchException if no block of that length stands there; some contents may
  ///     have been written by then
  public static int expand(InputStream source, long compressedBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    if (compressedBytes > Lz4Format.MAX_COMPRESSED_BYTES) {
      throw MalformedPatchException.corrupt(0, "an LZ4 block holds at most 8 MiB");
    }
    return new BlockDecoder(source, contents).decode((int) compressedBytes);
  }
}
