package dev.sluice.formats.stream;

import java.io.IOException;

/// Makes one compressed stream again, byte for byte, from its contents, which arrive piece by
/// piece, and a recipe.
///
/// What it makes does not depend on how the contents are cut into pieces. It holds no more memory
/// than its format declares, however long the stream is.
public interface StreamRebuilder extends AutoCloseable {
  /// Takes the next `count` bytes of the contents, from `offset` on in `contents`.
  void accept(byte[] contents, int offset, int count) throws IOException, MalformedPatchException;

  /// Ends the stream: all contents have been accepted. What was held back is written.
  void finish() throws IOException, MalformedPatchException;

  /// What it takes at most, heap and native memory, in bytes.
  long memoryBytes();

  /// Frees native memory, if any; may be called at any time, and twice.
  @Override
  void close();
}
