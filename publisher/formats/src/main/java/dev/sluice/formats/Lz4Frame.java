package dev.sluice.formats;

import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.lz4.Lz4Expander;
import dev.sluice.formats.lz4.Lz4Rebuilder;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// LZ4's legacy frame, as in kernel images.
public record Lz4Frame() implements StreamFormat {
  @Override
  public int code() {
    return 1;
  }

  @Override
  public String name() {
    return "lz4";
  }

  @Override
  public StreamWork work() {
    return new StreamWork(10, 150);
  }

  @Override
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    long _ = Lz4Expander.expand(source, compressedBytes, contents);
  }

  @Override
  public StreamRebuilder rebuild(
      long contentsBytes,
      RecipeReader recipe,
      ByteSink output,
      long maxMemoryBytes,
      DeflateEngine engine)
      throws IOException, MalformedPatchException {
    MemoryBound.require(Lz4Rebuilder.MEMORY_BYTES, maxMemoryBytes);
    return new Lz4Rebuilder(recipe, output);
  }
}
