package dev.sluice.patch.coding;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// Codes bits, each under the probability that it is 1: to bytes, or out of them.
public interface BitCoder {
  /// Certainty, on the scale of probabilities.
  int ONE = 1 << 16;

  /// Codes one bit.
  ///
  /// @param bit the bit, when encoding; without meaning when decoding
  /// @param probability that it is 1, in 1/65536, from 1 to 65535
  /// @return the bit that was coded
  @CanIgnoreReturnValue
  int code(int bit, int probability) throws IOException, MalformedPatchException;
}
