package dev.sluice.formats.deflate;

import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.util.zip.Deflater;

/// Makes a stream with the platform's zlib.
final class PlatformRebuilder implements StreamRebuilder {
  private static final int BUFFER_BYTES = 1 << 13;

  /// zlib's own figure for the usual window and memory level (`zconf.h`, "deflate"), and the state
  /// beside it.
  private static final int NATIVE_BYTES = (1 << 18) + (1 << 13);

  private final Deflater deflater;
  private final ByteSink output;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /// Contents for the next call of the deflater: they come in pieces as small as a constant of a
  /// class file, for which a native call costs more than it does.
  private final byte[] pending = new byte[BUFFER_BYTES];

  private int pendingBytes;

  PlatformRebuilder(Profile profile, ByteSink output) {
    this.output = output;
    deflater = new Deflater(profile.level(), true);
    deflater.setStrategy(
        switch (profile.strategy()) {
          case FILTERED -> Deflater.FILTERED;
          case HUFFMAN_ONLY -> Deflater.HUFFMAN_ONLY;
          case DEFAULT, RUN_LENGTHS, FIXED -> Deflater.DEFAULT_STRATEGY;
        });
  }

  @Override
  public void accept(byte[] contents, int offset, int count)
      throws IOException, MalformedPatchException {
    if (count > BUFFER_BYTES - pendingBytes) {
      deflatePending();
    }
    if (count > BUFFER_BYTES) {
      deflate(contents, offset, count);
    } else {
      System.arraycopy(contents, offset, pending, pendingBytes, count);
      pendingBytes += count;
    }
  }

  private void deflatePending() throws IOException, MalformedPatchException {
    deflate(pending, 0, pendingBytes);
    pendingBytes = 0;
  }

  private void deflate(byte[] contents, int offset, int count)
      throws IOException, MalformedPatchException {
    deflater.setInput(contents, offset, count);
    while (!deflater.needsInput()) {
      write();
    }
  }

  @Override
  public void finish() throws IOException, MalformedPatchException {
    // The last ones go with the end: one call does for most streams.
    deflater.setInput(pending, 0, pendingBytes);
    deflater.finish();
    while (!deflater.finished()) {
      write();
    }
  }

  private void write() throws IOException, MalformedPatchException {
    int made = deflater.deflate(buffer, 0, BUFFER_BYTES);
    if (made > 0) {
      output.write(buffer, 0, made);
    }
  }

  @Override
  public long memoryBytes() {
    return NATIVE_BYTES + 2 * BUFFER_BYTES;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
