package dev.sluice.patch.coding;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// Bits that depend on a small context each: one adaptive probability for every context.
///
/// A slot holds 22 bits of probability and 10 bits of a count; the step of adaptation is the
/// inverse of the count, down to a limit, so that rare contexts learn fast and frequent ones are
/// exact. Slots are kept with their top bit turned over, so that a new table, which is all zeros,
/// says one half and takes no time to fill.
public final class Bits {
  private static final int COUNT_BITS = 10;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int HALF = 1 << 31;
  private static final int[] RECIPROCALS = new int[COUNT_MASK + 1];

  static {
    for (int i = 0; i < RECIPROCALS.length; i++) {
      RECIPROCALS[i] = (int) ((1 << 16) / (i + 1.6));
    }
  }

  private final int[] slots;
  private final int maxCount;

  /// @param contexts number of contexts
  /// @param maxCount bound of the memory: the least step is about its inverse, at most 1023
  public Bits(int contexts, int maxCount) {
    this.slots = new int[contexts];
    this.maxCount = maxCount;
  }

  /// Probability that the next bit in this context is 1, in 1/65536, from 1 to 65535.
  int probability(int context) {
    int p = (slots[context] ^ HALF) >>> 16;
    return p == 0 ? 1 : p;
  }

  void update(int context, int bit) {
    int slot = slots[context] ^ HALF;
    int count = slot & COUNT_MASK;
    int p = slot >>> COUNT_BITS;
    int target = bit != 0 ? (1 << 22) - 1 : 0;
    p += (int) (((long) (target - p) * RECIPROCALS[count]) >> 16);
    slots[context] = (p << COUNT_BITS | (count < maxCount ? count + 1 : count)) ^ HALF;
  }

  @CanIgnoreReturnValue
  public int code(BitCoder coder, int context, int bit)
      throws IOException, MalformedPatchException {
    int coded = coder.code(bit, probability(context));
    update(context, coded);
    return coded;
  }
}
