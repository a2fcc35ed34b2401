package dev.sluice.publisher.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The first bytes of a stream.
final class BoundedInput extends FilterInputStream {
  private long leftBytes;

  BoundedInput(InputStream input, long lengthBytes) {
    super(input);
    this.leftBytes = lengthBytes;
  }

  @Override
  public int read() throws IOException {
    if (leftBytes == 0) {
      return -1;
    }
    int read = super.read();
    leftBytes -= read < 0 ? 0 : 1;
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (leftBytes == 0 && length > 0) {
      return -1;
    }
    int read = super.read(target, offset, (int) Math.min(length, leftBytes));
    leftBytes -= Math.max(read, 0);
    return read;
  }
}
