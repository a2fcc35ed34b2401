package dev.sluice.formats;

import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.deflate.DeflateRebuilder;
import dev.sluice.formats.deflate.Inflation;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// Raw deflate, as in zip, gzip and PNG.
public record Deflate() implements StreamFormat {
  @Override
  public int code() {
    return 0;
  }

  @Override
  public String name() {
    return "deflate";
  }

  @Override
  public StreamWork work() {
    return new StreamWork(30, 40);
  }

  @Override
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    long _ = Inflation.expand(source, compressedBytes, contents);
  }

  @Override
  public StreamRebuilder rebuild(
      long contentsBytes,
      RecipeReader recipe,
      ByteSink output,
      long maxMemoryBytes,
      DeflateEngine engine)
      throws IOException, MalformedPatchException {
    MemoryBound.require(DeflateRebuilder.MEMORY_BYTES, maxMemoryBytes);
    return DeflateRebuilder.open(recipe, output, engine);
  }
}
