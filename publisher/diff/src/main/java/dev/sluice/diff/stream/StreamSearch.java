package dev.sluice.diff.stream;

import dev.sluice.diff.feature.Feature;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// The differ's side of a [StreamFormat]: how a stream of it was made.
///
/// One is for the streams of one pair of files, and may try first what made the stream before. Not
/// for use by several threads.
public interface StreamSearch {
  /// Of which streams it finds that out.
  StreamFormat format();

  /// Without which streams of the format stay as they are.
  Feature feature();

  /// Finds how a stream was made.
  ///
  /// @param maxMemoryBytes what making it again may take a device
  /// @param contents takes what the stream holds, which is of use only if it is found
  Analysis analyze(MemorySegment file, FoundStream stream, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException;

  /// What taking a stream apart takes a device, beyond some buffers.
  default long expanderBytes(MemorySegment file, FoundStream stream) {
    return 0;
  }

  /// Whether contents may hold streams themselves.
  default boolean isContainer() {
    return true;
  }

  /// Whether a recipe corrects whatever an unknown encoder did, so that it may be long.
  default boolean hasLongRecipes() {
    return false;
  }
}
