package dev.sluice.delta.coding;

import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;
import java.util.Arrays;

/// Whether a byte is corrected: a few small contexts, mixed.
final class FlagMixer {
  private static final int INPUTS = 5;
  private static final int TABLE_BITS = 14;
  private static final int MARKS = CorrectionModel.MARKS;
  private static final int WEIGHT_ONE = 1 << 16;

  /// Heap that a mixer takes.
  static final long MEMORY_BYTES = 3L * (Integer.BYTES << TABLE_BITS) + (128 << 10);

  private final Bits byRun = new Bits(MARKS << 5, 255);
  private final Bits byByte = new Bits(1 << TABLE_BITS, 255);
  private final Bits byPair = new Bits(1 << TABLE_BITS, 127);
  private final Bits byFlags = new Bits(1 << 13, 255);
  private final Bits byTriple = new Bits(1 << TABLE_BITS, 127);
  private final int[] contexts = new int[INPUTS];
  private final int[] stretched = new int[INPUTS];
  private final int[] weights = new int[MARKS * 2 * INPUTS];

  FlagMixer() {
    Arrays.fill(weights, WEIGHT_ONE * 2 / 5);
  }

  int code(BitCoder coder, int mark, int flags, int predicted, int before, boolean isAny, int flag)
      throws IOException, MalformedPatchException {
    int any = isAny ? 1 : 0;
    contexts[0] = mark << 5 | (flags & 15) << 1 | any;
    contexts[1] = ByteMixer.mix(predicted << 8 | mark) >>> (Integer.SIZE - TABLE_BITS);
    contexts[2] =
        ByteMixer.mix(predicted << 8 | before | mark << 16) >>> (Integer.SIZE - TABLE_BITS);
    contexts[3] = (flags & 0xfff) << 1 | any;
    contexts[4] =
        ByteMixer.mix(predicted << 8 | (flags & 7) | mark << 16) >>> (Integer.SIZE - TABLE_BITS);
    int set = (mark << 1 | any) * INPUTS;
    long dot = 0;
    for (int i = 0; i < INPUTS; i++) {
      stretched[i] = Logistic.stretch(bits(i).probability(contexts[i]));
      dot += (long) stretched[i] * weights[set + i];
    }
    int mixed = Logistic.squash(Math.clamp(dot >> 16, -Logistic.LIMIT, Logistic.LIMIT));
    int coded = coder.code(flag, mixed);
    int error = ((coded << 16) - mixed) >> 2;
    for (int i = 0; i < INPUTS; i++) {
      weights[set + i] += (stretched[i] * error + (1 << 13)) >> 14;
      bits(i).update(contexts[i], coded);
    }
    return coded;
  }

  private Bits bits(int input) {
    return switch (input) {
      case 0 -> byRun;
      case 1 -> byByte;
      case 2 -> byPair;
      case 3 -> byFlags;
      default -> byTriple;
    };
  }
}
