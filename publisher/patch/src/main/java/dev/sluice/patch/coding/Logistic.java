package dev.sluice.patch.coding;

/// The logistic function and its inverse on integers.
///
/// `stretch(p) = ln(p / (1 - p))`, in 1/256, for probabilities in 1/4096; `squash` leads back, to
/// probabilities in 1/65536. Matt Mahoney, "Adaptive Weighing of Context Models for Lossless Data
/// Compression" (2005).
final class Logistic {
  /// Bound of a stretched probability: stretch lies in `(-LIMIT, LIMIT)`.
  static final int LIMIT = 2048;

  private static final int SCALE = 256;
  private static final int STEPS = 4096;
  private static final short[] STRETCH = new short[STEPS];
  private static final char[] SQUASH = new char[2 * LIMIT];

  static {
    // StrictMath gives the same bits everywhere.
    for (int i = 0; i < 2 * LIMIT; i++) {
      double p = 1 / (1 + StrictMath.exp(-(i - LIMIT) / (double) SCALE));
      SQUASH[i] = (char) Math.clamp((long) (p * BitCoder.ONE), 16, BitCoder.ONE - 16);
    }
    for (int i = 0; i < STEPS; i++) {
      double p = (i + 0.5) / STEPS;
      long stretched = StrictMath.round(SCALE * StrictMath.log(p / (1 - p)));
      STRETCH[i] = (short) Math.clamp(stretched, 1 - LIMIT, LIMIT - 1);
    }
  }

  private Logistic() {}

  /// @param probability in 1/65536
  static int stretch(int probability) {
    return STRETCH[probability >>> 4];
  }

  static int squash(int stretched) {
    return SQUASH[Math.clamp(stretched, -LIMIT, LIMIT - 1) + LIMIT];
  }
}
