package dev.sluice.formats;

import dev.sluice.formats.lz4.Lz4Expander;
import dev.sluice.formats.lz4.Lz4Rebuilder;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
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
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    long _ = Lz4Expander.expand(source, compressedBytes, contents);
  }

  @Override
  public StreamRebuilder rebuild(RebuildOrder order) throws IOException, MalformedPatchException {
    MemoryBound.require(Lz4Rebuilder.MEMORY_BYTES, order.maxMemoryBytes());
    return new Lz4Rebuilder(order.recipe(), order.output());
  }
}
