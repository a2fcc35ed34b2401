package dev.sluice.formats;

import dev.sluice.formats.classfile.ClassExpander;
import dev.sluice.formats.classfile.ClassRebuilder;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.io.InputStream;

/// A class file.
public record ClassFile() implements StreamFormat {
  private static final int BUFFER_BYTES = 1 << 14;

  @Override
  public int code() {
    return 3;
  }

  @Override
  public void expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    var expander = new ClassExpander(maxMemoryBytes);
    copy(source, compressedBytes, expander);
    expander.finish(contents);
  }

  private static void copy(InputStream source, long count, ByteSink target)
      throws IOException, MalformedPatchException {
    var buffer = new byte[BUFFER_BYTES];
    for (long left = count; left > 0; ) {
      int read = source.read(buffer, 0, (int) Math.min(left, BUFFER_BYTES));
      if (read <= 0) {
        throw MalformedPatchException.corrupt(count - left, "a stream that ends in the base");
      }
      target.write(buffer, 0, read);
      left -= read;
    }
  }

  @Override
  public StreamRebuilder rebuild(RebuildOrder order) throws IOException, MalformedPatchException {
    return new ClassRebuilder(order.contentsBytes(), order.output(), order.maxMemoryBytes());
  }
}
