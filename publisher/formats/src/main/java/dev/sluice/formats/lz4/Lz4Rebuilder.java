package dev.sluice.formats.lz4;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeNumbers;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;

/// Makes a stream in the legacy frame again.
///
/// The recipe: 1 byte, the level (1, or 3 to 9); and for each block of 8 MiB of contents, the last
/// one shorter, a varint of its compressed length, which stands before the block, so that no more
/// than the contents of one block are held. It is read as blocks are complete.
public final class Lz4Rebuilder implements StreamRebuilder {
  /// What rebuilding needs at most, whatever the stream.
  public static final long MEMORY_BYTES = Lz4Format.BLOCK_BYTES + (1 << 19);

  private final RecipeReader recipe;
  private final Contents contents = new Contents(Lz4Format.BLOCK_BYTES);
  private final SequenceWriter writer;
  private final BlockEncoder encoder;

  /// Writes the magic number to `sink`, which takes what is made.
  ///
  /// @throws MalformedPatchException if the recipe is for no level that is known
  public Lz4Rebuilder(RecipeReader recipe, ByteSink sink)
      throws IOException, MalformedPatchException {
    int code = recipe.read();
    var level = Level.find(code);
    if (level.isEmpty()) {
      throw MalformedPatchException.corrupt(0, "no LZ4 level has the code " + code);
    }
    this.recipe = recipe;
    writer = new SequenceWriter(contents, sink);
    encoder = level.orElseThrow().encoder(contents);
    writer.writeInt(Lz4Format.MAGIC);
    writer.flush();
  }

  @Override
  public long memoryBytes() {
    return MEMORY_BYTES;
  }

  @Override
  public void accept(byte[] bytes, int offset, int count)
      throws IOException, MalformedPatchException {
    int taken = 0;
    while (taken < count) {
      int step = Math.min(count - taken, contents.room());
      contents.append(bytes, offset + taken, step);
      taken += step;
      if (contents.room() == 0) {
        writeBlock();
      }
    }
  }

  @Override
  public void finish() throws IOException, MalformedPatchException {
    if (contents.length() > 0) {
      writeBlock();
    }
  }

  private void writeBlock() throws IOException, MalformedPatchException {
    long compressedBytes =
        RecipeNumbers.read(recipe, Lz4Format.MAX_COMPRESSED_BYTES, "the length of an LZ4 block");
    writer.writeInt((int) compressedBytes);
    long start = writer.written();
    encoder.encode(writer);
    if (writer.written() - start != compressedBytes) {
      throw MalformedPatchException.corrupt(
          start,
          "an LZ4 block must take %d bytes, not %d"
              .formatted(compressedBytes, writer.written() - start));
    }
    contents.clear();
  }

  @Override
  public void close() {}
}
