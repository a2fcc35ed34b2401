package dev.sluice.diff.coding;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.patch.coding.BitCoder;
import dev.sluice.patch.coding.BitDecoder;
import java.io.ByteArrayOutputStream;

/// The encoding half of a binary arithmetic coder, see [BitDecoder].
///
/// The interval's common leading bytes are written. After the last bit as few bytes are written as
/// tell the interval apart, given that the decoder reads zeros behind them.
public final class BitEncoder implements BitCoder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long low;
  private long high = BitDecoder.TOP;

  @Override
  @CanIgnoreReturnValue
  public int code(int bit, int probability) {
    long middle = low + ((high - low) >>> 16) * probability;
    if (bit != 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
    while ((low ^ high) >>> BitDecoder.TOP_SHIFT == 0) {
      bytes.write((int) (high >>> BitDecoder.TOP_SHIFT));
      low = (low << Byte.SIZE) & BitDecoder.TOP;
      high = ((high << Byte.SIZE) & BitDecoder.TOP) | 0xff;
    }
    return bit;
  }

  /// Ends the code.
  ///
  /// @return all its bytes
  public byte[] finish() {
    // The shortest number in the interval whose missing bytes are zeros.
    for (int shift = BitDecoder.BITS; shift >= 0; shift -= Byte.SIZE) {
      long mask = (1L << shift) - 1;
      long value = (low + mask) & ~mask;
      if (value <= high) {
        for (int at = BitDecoder.TOP_SHIFT; at >= shift; at -= Byte.SIZE) {
          bytes.write((int) (value >>> at));
        }
        break;
      }
    }
    return trimmed(bytes.toByteArray());
  }

  private static byte[] trimmed(byte[] code) {
    int length = code.length;
    while (length > 0 && code[length - 1] == 0) {
      length--;
    }
    return java.util.Arrays.copyOf(code, length);
  }
}
