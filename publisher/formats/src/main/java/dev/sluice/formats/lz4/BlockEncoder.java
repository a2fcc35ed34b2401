package dev.sluice.formats.lz4;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// Chooses the sequences of a block.
@FunctionalInterface
public interface BlockEncoder {
  /// Encodes the contents that it was made for, from the beginning, and flushes `target`.
  void encode(SequenceWriter target) throws IOException, MalformedPatchException;
}
