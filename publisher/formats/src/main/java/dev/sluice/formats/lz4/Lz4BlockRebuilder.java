package dev.sluice.formats.lz4;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeNumbers;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;

/// Makes a bare block again.
///
/// The recipe: 1 byte, the level (1, or 3 to 9); and a varint of the length of the contents, at
/// most
/// 8 MiB, which are held.
public final class Lz4BlockRebuilder implements StreamRebuilder {
  private static final int OWN_MEMORY_BYTES = 1 << 19;

  private final Contents contents;
  private final int contentsBytes;
  private final SequenceWriter writer;
  private final BlockEncoder encoder;

  private Lz4BlockRebuilder(Level level, int contentsBytes, ByteSink sink) {
    this.contentsBytes = contentsBytes;
    contents = new Contents(contentsBytes);
    writer = new SequenceWriter(contents, sink);
    encoder = level.encoder(contents);
  }

  /// Prepares a rebuilder.
  ///
  /// @param sink takes what is made
  /// @param maxMemoryBytes what the rebuilder may need
  /// @throws MalformedPatchException if the recipe breaks its rules, or would need more memory
  public static Lz4BlockRebuilder open(RecipeReader recipe, ByteSink sink, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    int code = recipe.read();
    var level = Level.find(code);
    if (level.isEmpty()) {
      throw MalformedPatchException.corrupt(0, "no LZ4 level has the code " + code);
    }
    int length =
        (int) RecipeNumbers.read(recipe, Lz4Format.BLOCK_BYTES, "the contents of an LZ4 block");
    if (memoryBytes(length) > maxMemoryBytes) {
      throw MalformedPatchException.corrupt(
          0,
          "an LZ4 block must be rebuilt in %d bytes of memory, not %d"
              .formatted(maxMemoryBytes, memoryBytes(length)));
    }
    return new Lz4BlockRebuilder(level.orElseThrow(), length, sink);
  }

  public static long memoryBytes(int contentsBytes) {
    return (long) contentsBytes + OWN_MEMORY_BYTES;
  }

  @Override
  public long memoryBytes() {
    return memoryBytes(contentsBytes);
  }

  @Override
  public void accept(byte[] bytes, int offset, int count) throws MalformedPatchException {
    if (count > contents.room()) {
      throw wrongLength();
    }
    contents.append(bytes, offset, count);
  }

  @Override
  public void finish() throws IOException, MalformedPatchException {
    if (contents.room() > 0) {
      throw wrongLength();
    }
    encoder.encode(writer);
  }

  private MalformedPatchException wrongLength() {
    return MalformedPatchException.corrupt(
        contents.length(), "contents must be as long as the recipe says");
  }

  @Override
  public void close() {}
}
