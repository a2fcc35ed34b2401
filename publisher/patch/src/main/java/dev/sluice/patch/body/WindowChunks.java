package dev.sluice.patch.body;

import dev.sluice.formats.stream.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// A window of the base's view as uncompressed chunks of LZMA2 (the XZ file format specification,
/// section 5.3.1): a decoder that reads these has the window in its dictionary, and no other copy
/// of
/// it has to be in memory.
final class WindowChunks extends InputStream {
  private static final int HEAD_BYTES = 3;
  private static final int MAX_CHUNK_BYTES = 1 << 14;

  /// Resets the dictionary; the chunks after the first do not.
  private static final int FIRST = 1;

  private static final int NEXT = 2;

  private final ByteSource old;
  private final long end;
  private final byte[] chunk = new byte[HEAD_BYTES + MAX_CHUNK_BYTES];
  private int control = FIRST;
  private long position;
  private int at;
  private int limit;

  WindowChunks(ByteSource old, Window window) {
    this.old = old;
    this.position = window.start();
    this.end = window.start() + window.lengthBytes();
  }

  @Override
  public int read() throws IOException {
    return fill() ? chunk[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, limit - at);
    System.arraycopy(chunk, at, target, offset, count);
    at += count;
    return count;
  }

  /// Makes the next chunk once the last one is used up.
  private boolean fill() throws IOException {
    if (at < limit) {
      return true;
    }
    int count = (int) Math.min(MAX_CHUNK_BYTES, end - position);
    if (count == 0) {
      return false;
    }
    var bytes = new byte[count];
    old.readFully(position, bytes, count);
    chunk[0] = (byte) control;
    chunk[1] = (byte) ((count - 1) >>> Byte.SIZE);
    chunk[2] = (byte) (count - 1);
    System.arraycopy(bytes, 0, chunk, HEAD_BYTES, count);
    control = NEXT;
    position += count;
    at = 0;
    limit = HEAD_BYTES + count;
    return true;
  }
}
