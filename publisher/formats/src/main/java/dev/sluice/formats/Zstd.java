package dev.sluice.formats;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import dev.sluice.formats.zstd.ZstdExpander;
import dev.sluice.formats.zstd.ZstdRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// A frame of zstd.
public record Zstd() implements StreamFormat {
  @Override
  public int code() {
    return 5;
  }

  @Override
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    long _ = ZstdExpander.expand(source, compressedBytes, maxMemoryBytes, contents);
  }

  @Override
  public StreamRebuilder rebuild(RebuildOrder order) throws IOException, MalformedPatchException {
    return ZstdRebuilder.open(order.recipe(), order.output(), order.maxMemoryBytes());
  }
}
