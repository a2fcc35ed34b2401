package dev.sluice.formats.deflate.token;

/// Prefix codes from their lengths (RFC 1951, 3.2.2).
public final class CodeTable {
  private CodeTable() {}

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
}
