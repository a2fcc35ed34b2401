package dev.sluice.formats;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import dev.sluice.formats.xz.XzExpander;
import dev.sluice.formats.xz.XzRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// A stream of xz.
public record Xz() implements StreamFormat {
  @Override
  public int code() {
    return 2;
  }

  @Override
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    long _ = XzExpander.expand(source, compressedBytes, maxMemoryBytes, contents);
  }

  @Override
  public StreamRebuilder rebuild(RebuildOrder order) throws IOException, MalformedPatchException {
    if (!XzRebuilder.isAvailable()) {
      throw MalformedPatchException.corrupt(
          0, "a device with liblzma, which makes xz streams again; there is none");
    }
    return XzRebuilder.open(order.recipe(), order.output(), order.maxMemoryBytes());
  }
}
