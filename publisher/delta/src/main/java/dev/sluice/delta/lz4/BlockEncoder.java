package dev.sluice.delta.lz4;

import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;

/// Chooses the sequences of a block.
@FunctionalInterface
interface BlockEncoder {
  /// Encodes the contents that it was made for, from the beginning, and flushes `target`.
  void encode(SequenceWriter target) throws IOException, MalformedPatchException;
}
