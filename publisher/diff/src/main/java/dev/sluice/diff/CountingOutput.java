package dev.sluice.diff;

import java.io.IOException;
import java.io.OutputStream;

/// Passes bytes on and counts them.
final class CountingOutput extends OutputStream {
  private final OutputStream target;
  private long count;

  CountingOutput(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int value) throws IOException {
    target.write(value);
    count++;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    target.write(source, offset, length);
    count += length;
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  long count() {
    return count;
  }
}
