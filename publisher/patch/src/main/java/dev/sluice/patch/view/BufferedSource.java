package dev.sluice.patch.view;

import dev.sluice.formats.stream.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads ahead a little, for the short pieces in which a base is mostly copied.
///
/// Reads of half the buffer or more go past it. For one thread.
public final class BufferedSource implements ByteSource {
  private static final int CAPACITY = 1 << 13;

  private final ByteSource source;
  private final byte[] buffer = new byte[CAPACITY];
  private long from;
  private int filled;

  /// Starts with nothing read.
  public BufferedSource(ByteSource source) {
    this.source = source;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return source.read(position, target);
  }

  @Override
  public void readFully(long position, byte[] target, int count) throws IOException {
    if (count >= CAPACITY / 2) {
      source.readFully(position, target, count);
      return;
    }
    if (position < from || position + count > from + filled) {
      fill(position);
    }
    if (count > filled) {
      source.readFully(position, target, count); // reports the end, or goes on behind a short read
    } else {
      System.arraycopy(buffer, (int) (position - from), target, 0, count);
    }
  }

  /// Lets what was read ahead be read again.
  public void forget() {
    filled = 0;
  }

  private void fill(long position) throws IOException {
    from = position;
    filled = 0;
    filled = Math.max(0, source.read(position, ByteBuffer.wrap(buffer)));
  }
}
