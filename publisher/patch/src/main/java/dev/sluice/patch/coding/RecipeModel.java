package dev.sluice.patch.coding;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.Arrays;

/// The bytes of recipes: each is the last one again, or new bytes under the byte before.
public final class RecipeModel {
  private static final int MAX_COUNT = 30;

  private final Bits repeats = new Bits(1, MAX_COUNT);
  private final NumberModel lengths = new NumberModel(1);
  private final Bits bytes = new Bits(256 * 256, MAX_COUNT);
  private byte[] last = new byte[0];

  /// Codes a recipe; `recipe` is without meaning when decoding.
  ///
  /// @param maxBytes most bytes that it may have
  public byte[] code(BitCoder coder, byte[] recipe, long maxBytes)
      throws IOException, MalformedPatchException {
    boolean isRepeated = repeats.code(coder, 0, Arrays.equals(recipe, last) ? 1 : 0) != 0;
    long length = isRepeated ? last.length : lengths.code(coder, 0, recipe.length);
    if (length > maxBytes) {
      throw MalformedPatchException.corrupt(0, "recipes of at most " + maxBytes + " more bytes");
    }
    if (isRepeated) {
      return last.clone();
    }
    var coded = new byte[(int) length];
    int before = 0;
    for (int i = 0; i < length; i++) {
      before = codeByte(coder, before, i < recipe.length ? recipe[i] & 0xff : 0);
      coded[i] = (byte) before;
    }
    last = coded;
    return coded.clone();
  }

  private int codeByte(BitCoder coder, int before, int value)
      throws IOException, MalformedPatchException {
    int node = 1;
    for (int at = Byte.SIZE - 1; at >= 0; at--) {
      node = node << 1 | bytes.code(coder, before << Byte.SIZE | node, (value >>> at) & 1);
    }
    return node & 0xff;
  }
}
