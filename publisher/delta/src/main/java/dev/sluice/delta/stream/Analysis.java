package dev.sluice.delta.stream;

import dev.sluice.delta.wire.MalformedPatchException;
import java.util.Arrays;
import java.util.HexFormat;

/// What became of the question whether a compressed stream stands at a position of a file, and
/// whether it can be made again exactly.
public sealed interface Analysis {
  /// The stream and its recipe, which has been tried: rebuilding gave the bytes of the file.
  ///
  /// @param compressedBytes length of the stream in the file, at least 1
  /// @param contentsBytes length of what it holds
  /// @param recipe what a [StreamRebuilder] of the format needs besides the contents
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

  /// The bytes of a recipe.
  final class Recipe {
    private final byte[] bytes;

    /// Copies the bytes.
    public Recipe(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /// A copy of the bytes.
    public byte[] toByteArray() {
      return bytes.clone();
    }

    /// How many bytes there are.
    public int lengthBytes() {
      return bytes.length;
    }

    /// Reads it from the beginning.
    public RecipeReader reader() {
      return new RecipeReader() {
        private int at;

        @Override
        public int read() throws MalformedPatchException {
          if (at == bytes.length) {
            throw MalformedPatchException.corrupt(0, "a recipe that goes on");
          }
          return bytes[at++] & 0xff;
        }
      };
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Recipe recipe && Arrays.equals(bytes, recipe.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return HexFormat.of().formatHex(bytes);
    }
  }
}
