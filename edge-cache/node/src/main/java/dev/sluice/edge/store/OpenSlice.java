package dev.sluice.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The bytes of a slice while one reader reads them; who opened it closes it. What is read stays
/// there, although the slice may leave the store meanwhile.
public sealed interface OpenSlice extends AutoCloseable {
  /// Reads some bytes from a position on.
  ///
  /// @return how many; -1 at the end
  int read(ByteBuffer into, long position) throws IOException;

  @Override
  void close() throws IOException;

  /// In a file, of which the slice is the first bytes.
  record InFile(FileChannel channel) implements OpenSlice {
    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return channel.read(into, position);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /// In memory.
  record InMemory(SpareBytes bytes) implements OpenSlice {
    @Override
    public int read(ByteBuffer into, long position) {
      var left = bytes.view().position(Math.toIntExact(position));
      if (!left.hasRemaining()) {
        return -1;
      }
      var count = Math.min(into.remaining(), left.remaining());
      into.put(left.limit(left.position() + count));
      return count;
    }

    @Override
    public void close() {
      bytes.leave();
    }
  }
}
