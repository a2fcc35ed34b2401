package dev.sluice.patch.coding;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// Bytes that stand nowhere in the base: predicted from the bytes before them, from where the same
/// bytes stood before, and from what stands in the base at their place.
public final class InsertionModel {
  private static final int CONTEXTS = 7;
  private static final int MIN_MATCH = 5;
  private static final int MATCH_BITS = 16;
  private static final int MAX_STRENGTH = 15;
  private static final int SELECTORS = 16 * 4;
  private static final int MIN_RANDOM_BYTES = 1 << 10;
  private static final double MAX_CHI_SQUARED = 400;

  private final ByteMixer mixer;
  private final History history;
  private final int[] hashes = new int[CONTEXTS];
  private final int[] lastSeen = new int[1 << MATCH_BITS];
  private final Bits randomness = new Bits(2, 30);
  private int isRandom;
  private long matchAt;
  private int matchLength;

  /// @param tableBits see [#memoryBytes]
  /// @param history of what is being made; the caller adds copied bytes, the model its own
  public InsertionModel(int tableBits, History history) {
    this.mixer = new ByteMixer(CONTEXTS, tableBits, SELECTORS);
    this.history = history;
  }

  /// Heap that a model takes, in bytes.
  public static long memoryBytes(int tableBits) {
    return ByteMixer.memoryBytes(tableBits) + (Integer.BYTES << MATCH_BITS);
  }

  /// What was found of earlier bytes ends here: copied bytes follow.
  public void interrupt() {
    matchLength = 0;
  }

  /// Codes whether a stretch looks random, as what is compressed or encrypted does: the model would
  /// only lose by it. Short stretches are taken not to be.
  ///
  /// @param right the stretch, when encoding
  public boolean codeIsRandom(BitCoder coder, byte[] right, int count)
      throws IOException, MalformedPatchException {
    if (count < MIN_RANDOM_BYTES) {
      return false;
    }
    isRandom = randomness.code(coder, isRandom, looksRandom(right, count) ? 1 : 0);
    return isRandom == 1;
  }

  /// Whether a stretch, the first `count` bytes, is coded as it is, see [#codeIsRandom].
  public static boolean looksRandom(byte[] bytes, int count) {
    if (count < MIN_RANDOM_BYTES) {
      return false;
    }
    var counts = new int[256];
    for (int i = 0; i < count; i++) {
      counts[bytes[i] & 0xff]++;
    }
    // Pearson's chi-squared statistic: 255 on average for random bytes, with a deviation of 23.
    double expected = count / 256.0;
    double sum = 0;
    for (int found : counts) {
      sum += (found - expected) * (found - expected);
    }
    return sum / expected < MAX_CHI_SQUARED;
  }

  /// Codes a stretch as it is.
  ///
  /// @param made takes the bytes
  public void codeRandom(BitCoder coder, byte[] right, byte[] made, int count)
      throws IOException, MalformedPatchException {
    for (int i = 0; i < count; i++) {
      int value = 0;
      for (int at = Byte.SIZE - 1; at >= 0; at--) {
        value = value << 1 | coder.code((right[i] >>> at) & 1, BitCoder.ONE / 2);
      }
      made[i] = (byte) value;
    }
    history.add(made, 0, count);
    matchLength = 0;
  }

  /// The class of a place.
  ///
  /// @param offset in its insertion
  public static int place(long offset) {
    return offset < 2 ? 0 : offset < 8 ? 1 : offset < 32 ? 2 : 3;
  }

  /// Codes a byte and adds it to the history.
  ///
  /// @param value the byte, when encoding
  /// @param parallel a byte of the base that may stand in its place, or -1
  /// @param place class of the place, see [#place]
  public byte code(BitCoder coder, int value, int parallel, int place)
      throws IOException, MalformedPatchException {
    int c1 = history.back(1);
    int c2 = history.back(2);
    int c3 = history.back(3);
    int c4 = history.back(4);
    int two = c1 | c2 << 8;
    int three = two | c3 << 16;
    int four = three | c4 << 24;
    int far = history.back(5) | history.back(6) << 8;
    hashes[0] = c1 << 3 | 1;
    hashes[1] = ByteMixer.mix(two << 3 | 2);
    hashes[2] = ByteMixer.mix(three * 8 + 3);
    hashes[3] = ByteMixer.mix(four * 31 + 0x1234567);
    hashes[4] = ByteMixer.mix(four * 31 + far * 0x2c1b3c6d + 0x55aa55);
    hashes[5] = ByteMixer.mix((parallel + 1) << 16 | c1 << 8 | 6);
    hashes[6] = ByteMixer.mix((c2 | c3 << 8 | c4 << 16) * 8 + 7);
    findMatch();
    int strength = 0;
    if (matchLength > 0) {
      strength = Math.min(matchLength, MAX_STRENGTH);
      mixer.expect(history.at(matchAt), strength);
    } else {
      mixer.expect(-1, 0);
    }
    int coded = mixer.code(coder, hashes, strength << 2 | place, value);
    follow(coded);
    return (byte) coded;
  }

  private void findMatch() {
    if (matchLength == 0) {
      int slot = matchHash();
      long at = lastSeen[slot] - 1L;
      if (at >= 0) {
        int length = 0;
        while (length < 32 && history.holds(at - 1 - length) && isEqualBack(at, length)) {
          length++;
        }
        if (length >= MIN_MATCH && history.holds(at)) {
          matchAt = at;
          matchLength = length;
        }
      }
    }
  }

  private boolean isEqualBack(long at, int length) {
    return history.at(at - 1 - length) == history.back(length + 1);
  }

  private void follow(int coded) {
    if (matchLength > 0) {
      if (history.at(matchAt) == coded) {
        matchLength = Math.min(matchLength + 1, 1 << 16);
      } else {
        matchLength = 0;
      }
      matchAt++;
    }
    history.add((byte) coded);
    lastSeen[matchHash()] = (int) (history.length() + 1);
    if (matchLength > 0 && !history.holds(matchAt)) {
      matchLength = 0;
    }
  }

  private int matchHash() {
    int four =
        history.back(1) | history.back(2) << 8 | history.back(3) << 16 | history.back(4) << 24;
    return ByteMixer.mix(four * 0x2f0b4c47 + history.back(5)) >>> (Integer.SIZE - MATCH_BITS);
  }
}
