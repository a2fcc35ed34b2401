package dev.sluice.delta.deflate;

import dev.sluice.delta.stream.RecipeReader;
import dev.sluice.delta.wire.MalformedPatchException;
import java.util.Arrays;

/// What has to be known beside the contents to make a stream again.
public final class DeflateRecipe {
  private final byte[] bytes;

  private DeflateRecipe(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes the bytes as they are; whether they are a recipe shows when they are used.
  public static DeflateRecipe of(byte[] bytes) {
    return new DeflateRecipe(bytes.clone());
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  /// Number of bytes.
  public int length() {
    return bytes.length;
  }

  /// Reads it from the beginning.
  public RecipeReader reader() {
    return new RecipeReader() {
      private int at;

      @Override
      public int read() throws MalformedPatchException {
        if (at == bytes.length) {
          throw MalformedPatchException.truncated(at, "the rest of a recipe");
        }
        return bytes[at++] & 0xff;
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeflateRecipe recipe && Arrays.equals(bytes, recipe.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "deflate recipe of " + bytes.length + " bytes";
  }
}
