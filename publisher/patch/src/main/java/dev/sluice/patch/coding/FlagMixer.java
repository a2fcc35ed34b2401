package dev.sluice.patch.coding;

import dev.sluice.formats.stream.MalformedPatchException;
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
  private final int[] stretched = new int[INPUTS];
  private final int[] weights = new int[MARKS * 2 * INPUTS];

  FlagMixer() {
    Arrays.fill(weights, WEIGHT_ONE * 2 / 5);
  }

  int code(BitCoder coder, int mark, int flags, int predicted, int before, boolean isAny, int flag)
      throws IOException, MalformedPatchException {
    int any = isAny ? 1 : 0;
    int run = mark << 5 | (flags & 15) << 1 | any;
    int single = ByteMixer.mix(predicted << 8 | mark) >>> (Integer.SIZE - TABLE_BITS);
    int pair = ByteMixer.mix(predicted << 8 | before | mark << 16) >>> (Integer.SIZE - TABLE_BITS);
    int recent = (flags & 0xfff) << 1 | any;
    int triple =
        ByteMixer.mix(predicted << 8 | (flags & 7) | mark << 16) >>> (Integer.SIZE - TABLE_BITS);
    final int[] inputs = stretched;
    inputs[0] = Logistic.stretch(byRun.probability(run));
    inputs[1] = Logistic.stretch(byByte.probability(single));
    inputs[2] = Logistic.stretch(byPair.probability(pair));
    inputs[3] = Logistic.stretch(byFlags.probability(recent));
    inputs[4] = Logistic.stretch(byTriple.probability(triple));
    int set = (mark << 1 | any) * INPUTS;
    int mixed = mix(set);
    int coded = coder.code(flag, mixed);
    adjust(set, ((coded << 16) - mixed) >> 2);
    byRun.update(run, coded);
    byByte.update(single, coded);
    byPair.update(pair, coded);
    byFlags.update(recent, coded);
    byTriple.update(triple, coded);
    return coded;
  }

  private int mix(int set) {
    long dot = 0;
    for (int i = 0; i < INPUTS; i++) {
      dot += (long) stretched[i] * weights[set + i];
    }
    return Logistic.squash(Math.clamp(dot >> 16, -Logistic.LIMIT, Logistic.LIMIT));
  }

  private void adjust(int set, int error) {
    for (int i = 0; i < INPUTS; i++) {
      weights[set + i] += (stretched[i] * error + (1 << 13)) >> 14;
    }
  }
}
