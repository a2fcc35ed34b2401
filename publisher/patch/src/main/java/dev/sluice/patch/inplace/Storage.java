package dev.sluice.patch.inplace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A file that is read and written at any position. For one thread.
public interface Storage {
  /// Its length now.
  long lengthBytes() throws IOException;

  /// Reads at least one byte into `target` unless it is full.
  ///
  /// @return bytes read, -1 at or behind the end
  int read(long position, ByteBuffer target) throws IOException;

  /// Writes all that remains in `source`; the file grows as needed.
  ///
  /// @param position at most the length
  void write(long position, ByteBuffer source) throws IOException;

  /// Cuts the file to a length that is at most its own.
  void truncate(long lengthBytes) throws IOException;

  /// Makes durable what was written, and the length.
  void force() throws IOException;

  /// An open file, for reading and writing, which is not closed.
  static Storage of(FileChannel channel) {
    return new FileStorage(channel);
  }
}
