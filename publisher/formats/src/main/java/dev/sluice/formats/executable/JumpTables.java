package dev.sluice.formats.executable;

import java.io.IOException;
import java.util.Arrays;

/// Where tables of distances begin that code jumps through.
///
/// Compilers turn a switch into `lea table(%rip), base; movslq (base,index,4), register`, and the
/// table's words count from its own start. The tables are found from the code, in one pass over it.
final class JumpTables {
  /// Our choice: 64 KiB of memory; further tables are not seen.
  private static final int MAX_TABLES = 1 << 14;

  private static final int BACK = 64;
  private static final int PIECE = 2048;

  /// Words farther from a table's start are not taken to belong to it.
  private static final long LONGEST = 4096;

  private final int[] offsets;
  private final int size;

  private JumpTables(int[] offsets, int size) {
    this.offsets = offsets;
    this.size = size;
  }

  static JumpTables none() {
    return new JumpTables(new int[0], 0);
  }

  static JumpTables find(ExecutableModel model, Window window) throws IOException {
    var offsets = new int[MAX_TABLES];
    int size = 0;
    for (var range : model.stored()) {
      if (range.content() == Range.Content.CODE) {
        size = scan(model, window, range, offsets, size);
      }
    }
    Arrays.sort(offsets, 0, size);
    int unique = 0;
    for (int i = 0; i < size; i++) {
      if (unique == 0 || offsets[unique - 1] != offsets[i]) {
        offsets[unique] = offsets[i];
        unique++;
      }
    }
    return new JumpTables(Arrays.copyOf(offsets, unique), unique);
  }

  private static int scan(
      ExecutableModel model, Window window, Range range, int[] offsets, int found)
      throws IOException {
    int size = found;
    long end = range.offset() + range.length();
    for (long at = range.offset() + BACK; at < end; at += PIECE - 4) {
      int count = (int) Math.min(PIECE, end - at);
      int base = window.load(at - BACK, count + BACK) + BACK;
      byte[] code = window.buffer();
      for (int i = base; i < base + count - 4; i++) {
        if (code[i] == 0x63 && size < MAX_TABLES && isTableLoad(code, i)) {
          long address = table(code, i, range.address() - range.offset() + at - base);
          var target = model.loadedAt(address);
          if (target != null
              && target.isStored()
              && target.content() == Range.Content.WORDS
              && target.offset() + target.length() <= Integer.MAX_VALUE) {
            offsets[size] = (int) (address - target.address() + target.offset());
            size++;
          }
        }
      }
    }
    return size;
  }

  private static boolean isTableLoad(byte[] code, int at) {
    return (code[at - 1] & 0xf8) == 0x48
        && (code[at + 1] & 0xc7) == 0x04
        && (code[at + 2] & 0xc0) == 0x80;
  }

  /// The address that was put into the base register before the load at `at`; -1 if none was.
  private static long table(byte[] code, int at, long addressOfBuffer) {
    int register = (code[at + 2] & 7) | (code[at - 1] & 1) << 3;
    for (int i = at - 8; i >= at - BACK; i--) {
      if ((code[i] & 0xfb) == 0x48
          && code[i + 1] == (byte) 0x8d
          && (code[i + 2] & 0xc7) == 0x05
          && ((code[i + 2] >> 3 & 7) | (code[i] & 4) << 1) == register) {
        return addressOfBuffer + i + 7 + Window.int32(code, i + 3);
      }
    }
    return -1;
  }

  /// The start of the table that a word at `offset` may belong to; -1 if there is none near.
  long startFor(long offset) {
    if (offset > Integer.MAX_VALUE) {
      return -1;
    }
    int index = Arrays.binarySearch(offsets, 0, size, (int) offset);
    int last = index >= 0 ? index : -index - 2;
    return last < 0 || offset - offsets[last] > LONGEST ? -1 : offsets[last];
  }
}
