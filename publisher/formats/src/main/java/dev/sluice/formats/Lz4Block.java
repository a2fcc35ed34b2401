package dev.sluice.formats;

import dev.sluice.formats.lz4.Lz4BlockRebuilder;
import dev.sluice.formats.lz4.Lz4Blocks;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// A bare LZ4 block, as in squashfs images.
public record Lz4Block() implements StreamFormat {
  @Override
  public int code() {
    return 6;
  }

  @Override
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    long _ = Lz4Blocks.expand(source, compressedBytes, contents);
  }

  @Override
  public StreamRebuilder rebuild(RebuildOrder order) throws IOException, MalformedPatchException {
    return Lz4BlockRebuilder.open(order.recipe(), order.output(), order.maxMemoryBytes());
  }
}
