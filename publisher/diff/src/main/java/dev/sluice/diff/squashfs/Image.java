package dev.sluice.diff.squashfs;

import java.io.EOFException;
import java.io.IOException;

/// The bytes of a file system, read at any position within its length.
final class Image {
  private static final int BUFFER_BYTES = 1 << 12;

  private final SquashfsBlocks.Source source;
  private final long start;
  private final long length;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long bufferStart;
  private int buffered;

  /// @param start where the file system stands in `source`
  Image(SquashfsBlocks.Source source, long start, long length) {
    this.source = source;
    this.start = start;
    this.length = length;
  }

  long length() {
    return length;
  }

  byte[] bytes(long position, int count) throws IOException, MalformedSquashfsException {
    requireWithin(position, count);
    var bytes = new byte[count];
    read(position, bytes, count);
    return bytes;
  }

  /// A number of `count` bytes, at most 8, lowest first.
  long number(long position, int count) throws IOException, MalformedSquashfsException {
    requireWithin(position, count);
    if (position < bufferStart || position + count > bufferStart + buffered) {
      buffered = (int) Math.min(BUFFER_BYTES, length - position);
      bufferStart = position;
      read(position, buffer, buffered);
    }
    return Bytes.number(buffer, (int) (position - bufferStart), count);
  }

  private void read(long position, byte[] target, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int read = source.read(start + position + done, target, done, count - done);
      if (read <= 0) {
        throw new EOFException("the file ended at " + (start + position + done));
      }
      done += read;
    }
  }

  private void requireWithin(long position, int count) throws MalformedSquashfsException {
    if (position < 0 || position > length - count) {
      throw new MalformedSquashfsException("all parts must lie within the file system");
    }
  }
}
