package dev.sluice.formats.stream;

import java.io.IOException;

/// Numbers in recipes: those of the patch format, see [dev.sluice.formats.stream.Varint].
public final class RecipeNumbers {
  private static final int BITS_PER_BYTE = 7;
  private static final int MAX_BITS = 63;
  private static final int PAYLOAD = 0x7f;

  private RecipeNumbers() {}

  /// Reads a number from 0 to `max`.
  ///
  /// @throws MalformedPatchException if it is larger, or the recipe ends
  public static long read(RecipeReader recipe, long max, String name)
      throws IOException, MalformedPatchException {
    long value = 0;
    for (int shift = 0; shift < MAX_BITS; shift += BITS_PER_BYTE) {
      int next = recipe.read();
      value |= (long) (next & PAYLOAD) << shift;
      if (next <= PAYLOAD) {
        return require(value, max, name);
      }
    }
    throw MalformedPatchException.corrupt(0, name + " must take at most nine bytes");
  }

  private static long require(long value, long max, String name) throws MalformedPatchException {
    if (value > max) {
      throw MalformedPatchException.corrupt(
          0, "%s must be at most %d, not %d".formatted(name, max, value));
    }
    return value;
  }
}
