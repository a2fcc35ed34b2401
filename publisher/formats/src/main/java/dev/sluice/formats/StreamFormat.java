package dev.sluice.formats;

import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// A format of streams that can be taken apart and made again exactly: what a device has to know of
/// it.
///
/// A new one is a file beside this one and a line in [StreamFormats]. Formats are values without
/// parts: two of one class are equal.
public interface StreamFormat {
  /// Its number in patches, which stays its own when it is gone.
  int code();

  /// Its name, for people.
  String name();

  /// About how much work its streams are.
  StreamWork work();

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
  /// @param contentsBytes length of its contents
  /// @param maxMemoryBytes what that may take
  /// @param engine may make deflate streams in place of ours
  /// @throws MalformedPatchException if the recipe breaks its rules, or the stream takes more, or
  ///     something that this device has not
  StreamRebuilder rebuild(
      long contentsBytes,
      RecipeReader recipe,
      ByteSink output,
      long maxMemoryBytes,
      DeflateEngine engine)
      throws IOException, MalformedPatchException;
}
