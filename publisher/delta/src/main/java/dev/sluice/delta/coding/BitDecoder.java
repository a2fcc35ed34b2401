package dev.sluice.delta.coding;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;

/// The decoding half: see [BitEncoder].
public final class BitDecoder implements BitCoder {
  private final Source source;
  private long low;
  private long high = BitEncoder.TOP;
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
    for (int i = 0; i < BitEncoder.BITS; i += Byte.SIZE) {
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
    while ((low ^ high) >>> BitEncoder.TOP_SHIFT == 0) {
      low = (low << Byte.SIZE) & BitEncoder.TOP;
      high = ((high << Byte.SIZE) & BitEncoder.TOP) | 0xff;
      code = ((code << Byte.SIZE) & BitEncoder.TOP) | source.read();
    }
    return bit;
  }
}
