package dev.sluice.formats;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;

/// Makes a stream whose contents another one makes.
///
/// @param inner makes the contents and gives them to the other
/// @param outer makes the stream
record ChainedRebuilder(StreamRebuilder inner, StreamRebuilder outer) implements StreamRebuilder {
  @Override
  public void accept(byte[] contents, int offset, int count)
      throws IOException, MalformedPatchException {
    inner.accept(contents, offset, count);
  }

  @Override
  public void finish() throws IOException, MalformedPatchException {
    inner.finish();
    outer.finish();
  }

  @Override
  public long memoryBytes() {
    return inner.memoryBytes() + outer.memoryBytes();
  }

  @Override
  public void close() {
    inner.close();
    outer.close();
  }
}
