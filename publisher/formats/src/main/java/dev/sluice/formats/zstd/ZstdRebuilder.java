package dev.sluice.formats.zstd;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.util.Optional;

/// Makes a frame again: with the encoder of libzstd that its recipe names, and corrections.
///
/// An [IOException] that is not the sink's says that libzstd failed: this machine has not the
/// memory that the recipe asks for.
public final class ZstdRebuilder implements StreamRebuilder {
  private final CorrectedSink corrected;
  private final Encoder encoder;
  private final long memoryBytes;

  private ZstdRebuilder(CorrectedSink corrected, Encoder encoder, long memoryBytes) {
    this.corrected = corrected;
    this.encoder = encoder;
    this.memoryBytes = memoryBytes;
  }

  /// Whether this machine has an encoder at all, of whatever version.
  public static boolean isAvailable() {
    return !Libzstd.all().isEmpty();
  }

  /// Prepares a rebuilder.
  ///
  /// @param recipe the first part is read now, corrections as they come
  /// @param sink takes what is made
  /// @param maxMemoryBytes what the rebuilder may need
  /// @throws MalformedPatchException if the recipe breaks its rules, would need more memory, or a
  ///     version of libzstd that this machine has not
  public static ZstdRebuilder open(RecipeReader recipe, ByteSink sink, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    var made = ZstdRecipe.read(recipe);
    Optional<Libzstd> library = Libzstd.find(made.version());
    if (library.isEmpty()) {
      throw MalformedPatchException.corrupt(
          0,
          "a device with libzstd %s, which makes zstd streams again; there is none"
              .formatted(Libzstd.name(made.version())));
    }
    long memoryBytes = memoryBytes(made);
    if (memoryBytes > maxMemoryBytes) {
      throw MalformedPatchException.corrupt(
          0,
          "a stream of zstd must be rebuilt in %d bytes of memory, not %d"
              .formatted(maxMemoryBytes, memoryBytes));
    }
    var corrected = new CorrectedSink(recipe, sink);
    return new ZstdRebuilder(
        corrected, new Encoder(library.orElseThrow(), made, corrected), memoryBytes);
  }

  /// What rebuilding needs at most: mostly the encoder, 4 MiB for level 3 and 92 MiB for level 19,
  /// and for frames of workers as much as the contents and the frame besides.
  public static long memoryBytes(ZstdRecipe recipe) {
    return recipe.encoderBytes() + Encoder.OWN_MEMORY_BYTES;
  }

  @Override
  public long memoryBytes() {
    return memoryBytes;
  }

  @Override
  public void accept(byte[] contents, int offset, int count)
      throws IOException, MalformedPatchException {
    encoder.accept(contents, offset, count);
  }

  @Override
  public void finish() throws IOException, MalformedPatchException {
    encoder.finish();
    corrected.finish();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
