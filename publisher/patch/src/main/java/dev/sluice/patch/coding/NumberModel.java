package dev.sluice.patch.coding;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// Numbers of at most 62 bits: how many bits they have, in a context, and then the bits.
///
/// The bit length is a walk through a binary tree; the two bits below the leading one are modelled
/// under the length, the others under their place alone.
public final class NumberModel {
  /// Numbers stay below `1L << MAX_BITS`.
  public static final int MAX_BITS = 62;

  private static final int TREE = 64;
  private static final int TREE_BITS = 6;
  private static final int MODELLED = 4;
  private static final int MAX_COUNT = 60;

  private final Bits lengths;
  private final Bits tops = new Bits(TREE << MODELLED, MAX_COUNT);
  private final Bits rest = new Bits(TREE * TREE, MAX_COUNT);

  /// @param contexts number of contexts for the lengths
  public NumberModel(int contexts) {
    lengths = new Bits(contexts * TREE, MAX_COUNT);
  }

  /// Codes a number that is not negative.
  @CanIgnoreReturnValue
  public long code(BitCoder coder, int context, long value)
      throws IOException, MalformedPatchException {
    int length = codeLength(coder, context, Long.SIZE - Long.numberOfLeadingZeros(value));
    if (length <= 1) {
      return length;
    }
    long coded = 1;
    int node = 1;
    for (int at = length - 2; at >= 0; at--) {
      int bit = (int) (value >>> at) & 1;
      if (node < 1 << (MODELLED - 1)) {
        bit = tops.code(coder, length << MODELLED | node, bit);
        node = node << 1 | bit;
      } else {
        bit = rest.code(coder, length * TREE + at, bit);
      }
      coded = coded << 1 | bit;
    }
    return coded;
  }

  private int codeLength(BitCoder coder, int context, int length)
      throws IOException, MalformedPatchException {
    int node = 1;
    for (int at = TREE_BITS - 1; at >= 0; at--) {
      node = node << 1 | lengths.code(coder, context * TREE + node, (length >>> at) & 1);
    }
    int coded = node - TREE;
    if (coded > MAX_BITS) {
      throw MalformedPatchException.corrupt(0, "numbers of at most " + MAX_BITS + " bits");
    }
    return coded;
  }
}
