package dev.sluice.diff.stream;

import dev.sluice.formats.stream.Recipe;

/// What became of the question whether a compressed stream stands at a position of a file, and
/// whether it can be made again exactly.
public sealed interface Analysis {
  /// The stream and its recipe, which has been tried: rebuilding gave the bytes of the file.
  ///
  /// @param compressedBytes length of the stream in the file, at least 1
  /// @param contentsBytes length of what it holds
  /// @param recipe what a [dev.sluice.formats.stream.StreamRebuilder] of the format needs besides
  ///     the contents
  /// @param memoryBytes what the rebuilder and the expander of this stream need at most
  record Found(long compressedBytes, long contentsBytes, Recipe recipe, long memoryBytes)
      implements Analysis {
    public Found {
      if (compressedBytes < 1 || contentsBytes < 0 || memoryBytes < 0) {
        throw new IllegalArgumentException(
            "lengths must not be negative: %d, %d, %d"
                .formatted(compressedBytes, contentsBytes, memoryBytes));
      }
    }
  }

  /// No stream of the format stands there.
  record NotThisFormat() implements Analysis {}

  /// A stream seems to stand there, but it stays as it is.
  ///
  /// @param reason for people
  record NotReproducible(String reason) implements Analysis {}
}
