package dev.sluice.formats.stream;

import java.util.Arrays;
import java.util.HexFormat;

/// What is needed to make a stream again, besides its contents: the bytes of a recipe, whose form
/// is that of the stream's format.
public final class Recipe {
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
