package dev.sluice.publisher.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// The first bytes of a stream.
final class BoundedInput extends FilterInputStream {
  private final LongConsumer taken;
  private long leftBytes;

  /// @param taken is told how many bytes each read took
  BoundedInput(InputStream input, long lengthBytes, LongConsumer taken) {
    super(input);
    this.taken = taken;
    this.leftBytes = lengthBytes;
  }

  @Override
  public int read() throws IOException {
    if (leftBytes == 0) {
      return -1;
    }
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (leftBytes == 0 && length > 0) {
      return -1;
    }
    int read = super.read(target, offset, (int) Math.min(length, leftBytes));
    count(Math.max(read, 0));
    return read;
  }

  private void count(int bytes) {
    leftBytes -= bytes;
    taken.accept(bytes);
  }
}
