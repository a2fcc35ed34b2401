package dev.sluice.patch.coding;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// The decoding half of a binary arithmetic coder: an interval of 48 bits is cut in two for each
/// bit,
/// and its common leading bytes are those of the code.
public final class BitDecoder implements BitCoder {
  /// Length of the interval's ends.
  public static final int BITS = 48;

  /// The highest end.
  public static final long TOP = (1L << BITS) - 1;

  /// Where the leading byte of an end begins.
  public static final int TOP_SHIFT = BITS - Byte.SIZE;

  private final Source source;
  private long low;
  private long high = TOP;
  private long code;

  /// Where the code comes from.
  @FunctionalInterface
  public interface Source {
    /// The next byte, 0 to 255; zeros behind the end.
    int read() throws IOException, MalformedPatchException;
  }

  /// Reads the first bytes of the code.
  public BitDecoder(Source source) throws IOException, MalformedPatchException {
    this.source = source;
    for (int i = 0; i < BITS; i += Byte.SIZE) {
      code = code << Byte.SIZE | source.read();
    }
  }

  @Override
  @CanIgnoreReturnValue
  public int code(int ignored, int probability) throws IOException, MalformedPatchException {
    long middle = low + ((high - low) >>> 16) * probability;
    int bit;
    if (code <= middle) {
      high = middle;
      bit = 1;
    } else {
      low = middle + 1;
      bit = 0;
    }
    while ((low ^ high) >>> TOP_SHIFT == 0) {
      low = (low << Byte.SIZE) & TOP;
      high = ((high << Byte.SIZE) & TOP) | 0xff;
      code = ((code << Byte.SIZE) & TOP) | source.read();
    }
    return bit;
  }
}
