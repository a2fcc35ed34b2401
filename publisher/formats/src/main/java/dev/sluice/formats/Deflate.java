package dev.sluice.formats;

import dev.sluice.formats.deflate.DeflateRebuilder;
import dev.sluice.formats.deflate.Inflation;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
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
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    long _ = Inflation.expand(source, compressedBytes, contents);
  }

  @Override
  public StreamRebuilder rebuild(RebuildOrder order) throws IOException, MalformedPatchException {
    MemoryBound.require(DeflateRebuilder.MEMORY_BYTES, order.maxMemoryBytes());
    return DeflateRebuilder.open(order.recipe(), order.output(), order.engine());
  }
}
