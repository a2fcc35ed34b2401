package dev.sluice.formats;

import dev.sluice.formats.classfile.ClassExpander;
import dev.sluice.formats.classfile.ClassRebuilder;
import dev.sluice.formats.deflate.Inflation;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// Raw deflate of a class file, both of which are taken apart; the recipe is that of deflate.
public record DeflatedClass() implements StreamFormat {
  @Override
  public int code() {
    return 4;
  }

  @Override
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    var expander = new ClassExpander(maxMemoryBytes);
    long _ = Inflation.expand(source, compressedBytes, expander);
    expander.finish(contents);
  }

  @Override
  public StreamRebuilder rebuild(RebuildOrder order) throws IOException, MalformedPatchException {
    var deflate = new Deflate().rebuild(order);
    long left = order.maxMemoryBytes() - deflate.memoryBytes();
    return new ChainedRebuilder(
        new ClassRebuilder(order.contentsBytes(), deflate::accept, left), deflate);
  }
}
