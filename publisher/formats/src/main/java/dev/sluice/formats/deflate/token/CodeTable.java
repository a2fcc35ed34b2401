package dev.sluice.formats.deflate.token;

import java.util.Arrays;

/// Prefix codes from their lengths (RFC 1951, 3.2.2), for writing and for reading.
///
/// A table for reading has an entry for each value of as many bits as the longest code has: the
/// symbol and, in the lowest four bits, its length; 0 where there is no code.
public final class CodeTable {
  private static final int LENGTH_BITS = 4;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private int[] entries = new int[0];
  private int bits;

  /// The code of each symbol, its first bit lowest, as a stream holds it.
  public static int[] codes(int[] lengths) {
    var next = new int[Codes.MAX_CODE_BITS + 2];
    for (int length : lengths) {
      if (length > 0) {
        next[length + 1]++;
      }
    }
    for (int i = 1; i < next.length; i++) {
      next[i] = (next[i] + next[i - 1]) << 1;
    }
    var codes = new int[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] > 0) {
        codes[i] = reversed(next[lengths[i]]++, lengths[i]);
      }
    }
    return codes;
  }

  private static int reversed(int code, int length) {
    return Integer.reverse(code) >>> (Integer.SIZE - length);
  }

  /// Makes this the table of a code; false if it has more codes than there is room for.
  public boolean load(int[] lengths) {
    bits = 1;
    long room = 1L << Codes.MAX_CODE_BITS;
    for (int length : lengths) {
      bits = Math.max(bits, length);
      room -= length == 0 ? 0 : 1L << (Codes.MAX_CODE_BITS - length);
    }
    if (room < 0) {
      return false;
    }
    int size = 1 << bits;
    if (entries.length < size) {
      entries = new int[size];
    }
    Arrays.fill(entries, 0, size, 0);
    var codes = codes(lengths);
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] > 0) {
        int entry = i << LENGTH_BITS | lengths[i];
        for (int at = codes[i]; at < size; at += 1 << lengths[i]) {
          entries[at] = entry;
        }
      }
    }
    return true;
  }

  /// The entry for what comes next in a stream, of which at least 15 bits are given.
  public int entry(long ahead) {
    return entries[(int) ahead & ((1 << bits) - 1)];
  }

  public static int length(int entry) {
    return entry & LENGTH_MASK;
  }

  public static int symbol(int entry) {
    return entry >>> LENGTH_BITS;
  }
}
