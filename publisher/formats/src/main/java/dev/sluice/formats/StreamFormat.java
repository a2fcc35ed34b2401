package dev.sluice.formats;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// A format of streams that can be taken apart and made again exactly: what a device has to know of
/// it.
///
/// A new one is a file beside this one and a line in [StreamFormats]. Formats are values without
/// parts: two of one class are equal.
public sealed interface StreamFormat
    permits ClassFile, Deflate, DeflatedClass, Lz4Block, Lz4Frame, Xz, Zstd {
  /// Its number in patches, which stays its own when it is gone.
  int code();

  /// Writes what a stream of a base holds.
  ///
  /// @param source at the first byte of the stream
  /// @param compressedBytes its length
  /// @param maxMemoryBytes what that may take
  /// @throws MalformedPatchException if there is no such stream, or it takes more
  void expand(InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException;

  /// Begins to make a stream of a result.
  ///
  /// @throws MalformedPatchException if the recipe breaks its rules, or the stream takes more, or
  ///     something that this device has not
  StreamRebuilder rebuild(RebuildOrder order) throws IOException, MalformedPatchException;
}
