package dev.sluice.diff.deflate.token;

import dev.sluice.formats.deflate.token.CodeTable;
import dev.sluice.formats.deflate.token.Codes;
import java.util.Arrays;

/// A prefix code for reading.
///
/// It has an entry for each value of as many bits as the longest code has: the symbol and, in the
/// lowest four bits, its length; 0 where there is no code.
final class SymbolTable {
  private static final int LENGTH_BITS = 4;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private int[] entries = new int[0];
  private int bits;

  /// Makes this the table of a code; false if it has more codes than there is room for.
  boolean load(int[] lengths) {
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
    var codes = CodeTable.codes(lengths);
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
  int entry(long ahead) {
    return entries[(int) ahead & ((1 << bits) - 1)];
  }

  static int length(int entry) {
    return entry & LENGTH_MASK;
  }

  static int symbol(int entry) {
    return entry >>> LENGTH_BITS;
  }
}
