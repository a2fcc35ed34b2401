package dev.sluice.patch.coding;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.Arrays;

/// Codes bytes under several contexts at once, by mixing what each of them predicts.
///
/// For every context a nibble has a group of 15 counters in one table that all contexts share; a
/// group is found by a hash and carries a check of 16 bits, and the less used of two candidates
/// gives way to a new one. The counters' predictions are summed with weights that follow the
/// coding error, from two sets of weights. Matt Mahoney, "Adaptive Weighing of Context Models for
/// Lossless Data Compression" (2005).
final class ByteMixer {
  private static final int GROUP = 16;
  private static final int NIBBLE = 16;
  private static final int COUNT_MASK = 15;
  private static final int WEIGHT_ONE = 1 << 16;
  private static final int PROBABILITY_MAX = 4095;

  /// A counter that has seen nothing: one half. Counters are kept with this bit turned over, so
  /// that
  /// a new table, which is all zeros, takes no time to fill.
  private static final int FRESH = 1 << 15;

  /// Weights and what refines the sum.
  private static final long FIXED_BYTES = 64 << 10;

  /// By the count of a counter: the inverse of its step, and how much its word weighs.
  private static final int[] STEPS = new int[NIBBLE];

  private static final int[] CONFIDENCES = new int[NIBBLE];

  static {
    for (int i = 0; i < NIBBLE; i++) {
      STEPS[i] = (int) (65_536 / (i + 1.5));
      CONFIDENCES[i] = i == 0 ? 0 : 96 + Math.min(160, 24 * i);
    }
    STEPS[NIBBLE - 1] = 65_536 / 22;
    STEPS[NIBBLE - 2] = 65_536 / 18;
  }

  private final char[] table;
  private final int groupMask;
  private final int contexts;
  private final int inputs;
  private final int[] weights;
  private final int[] otherWeights;
  private final int[] groups;
  private final int[] stretched;
  private final Bits expectation = new Bits(64 * 2, 255);
  private final Bits refined = new Bits(256 * 33, 127);

  private int expected = -1;
  private int expectedStrength;

  /// @param contexts number of contexts of each byte
  /// @param tableBits binary logarithm of the number of groups, 32 bytes each, 4 to 20
  /// @param selectors number of values of the selector of the second set of weights
  ByteMixer(int contexts, int tableBits, int selectors) {
    this.contexts = contexts;
    this.inputs = contexts + 1;
    this.table = new char[GROUP << tableBits];
    this.groupMask = (1 << tableBits) - 1;
    this.groups = new int[contexts];
    this.stretched = new int[inputs];
    this.weights = new int[256 * inputs];
    this.otherWeights = new int[selectors * inputs];
    Arrays.fill(weights, WEIGHT_ONE / 3);
    Arrays.fill(otherWeights, WEIGHT_ONE / 3);
  }

  /// Heap that a mixer takes, in bytes.
  static long memoryBytes(int tableBits) {
    return (((long) GROUP * Character.BYTES) << tableBits) + FIXED_BYTES;
  }

  /// Expects a byte, besides what the contexts say.
  ///
  /// @param value 0 to 255; -1 for none
  /// @param strength class of how well founded that is, 0 to 63
  void expect(int value, int strength) {
    expected = value;
    expectedStrength = strength;
  }

  /// Codes a byte.
  ///
  /// @param hashes one for each context
  /// @param selector of the second set of weights
  /// @return the byte that was coded, 0 to 255
  int code(BitCoder coder, int[] hashes, int selector, int value)
      throws IOException, MalformedPatchException {
    int node = 1;
    for (int nibble = 0; nibble < 2; nibble++) {
      for (int i = 0; i < contexts; i++) {
        groups[i] = findGroup(nibble == 0 ? hashes[i] : mix(hashes[i] + node * 0x3d4d51cb));
      }
      int inner = 1;
      for (int i = 0; i < 4; i++) {
        int shift = 7 - 4 * nibble - i;
        int bit = codeBit(coder, node, inner, selector, shift, (value >>> shift) & 1);
        inner = inner << 1 | bit;
        node = node << 1 | bit;
      }
    }
    return node & 0xff;
  }

  private int codeBit(BitCoder coder, int node, int inner, int selector, int shift, int bit)
      throws IOException, MalformedPatchException {
    boolean isExpecting = expected >= 0 && (expected | 0x100) >>> (shift + 1) == node;
    int expectedBit = isExpecting ? (expected >>> shift) & 1 : 0;
    int expectationContext = expectedStrength << 1 | expectedBit;
    int first = node * inputs;
    int second = selector * inputs;
    long dot = 0;
    for (int i = 0; i < contexts; i++) {
      int slot = table[groups[i] + inner] ^ FRESH;
      int certainty = Logistic.stretch((slot >>> 4) << 4);
      int input = (certainty * CONFIDENCES[slot & COUNT_MASK]) >> 8;
      stretched[i] = input;
      dot += (long) input * (weights[first + i] + otherWeights[second + i]);
    }
    stretched[contexts] =
        isExpecting ? Logistic.stretch(expectation.probability(expectationContext)) : 0;
    dot +=
        (long) stretched[contexts] * (weights[first + contexts] + otherWeights[second + contexts]);
    int sum = Math.clamp(dot >> 16, 1 - Logistic.LIMIT, Logistic.LIMIT - 1);
    int mixed = Logistic.squash(sum);
    int refinedContext = node * 33 + ((sum + Logistic.LIMIT) >>> 7);
    int p = (3 * mixed + refined.probability(refinedContext)) >>> 2;
    int coded = coder.code(bit, Math.clamp(p, 1, BitCoder.ONE - 1));
    learn(coded, mixed, first, second, inner);
    refined.update(refinedContext, coded);
    if (isExpecting) {
      expectation.update(expectationContext, coded);
    }
    return coded;
  }

  private void learn(int bit, int mixed, int first, int second, int inner) {
    int error = (((bit << 16) - mixed) * 3) >> 3;
    for (int i = 0; i < inputs; i++) {
      int step = (stretched[i] * error + (1 << 13)) >> 14;
      weights[first + i] += step;
      otherWeights[second + i] += step;
    }
    for (int i = 0; i < contexts; i++) {
      int at = groups[i] + inner;
      int slot = table[at] ^ FRESH;
      int count = slot & COUNT_MASK;
      int p = slot >>> 4;
      p += (((bit != 0 ? PROBABILITY_MAX : 0) - p) * STEPS[count]) >> 16;
      table[at] = (char) (((p << 4) | Math.min(count + 1, COUNT_MASK)) ^ FRESH);
    }
  }

  /// The group of a hash; a fresh one when it has none yet.
  private int findGroup(int hash) {
    int spread = hash * 0x9e3779b1;
    char check = (char) (spread >>> 16 | 1);
    int index = mix(spread) & groupMask;
    int first = index * GROUP;
    if (table[first] == check) {
      return first;
    }
    int second = (index ^ 1) * GROUP;
    if (table[second] == check) {
      return second;
    }
    int taken =
        (table[first + 1] & COUNT_MASK) <= (table[second + 1] & COUNT_MASK) ? first : second;
    table[taken] = check;
    Arrays.fill(table, taken + 1, taken + GROUP, '\0');
    return taken;
  }

  /// Spreads a hash's bits.
  static int mix(int hash) {
    int h = hash * 0x85ebca6b;
    h ^= h >>> 15;
    h *= 0xc2b2ae35;
    return h ^ h >>> 13;
  }
}
