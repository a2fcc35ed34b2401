package dev.sluice.formats.stream;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/// Bytes that can be read at any position.
@FunctionalInterface
public interface ByteSource {
  /// Reads at least one byte into `target`, unless it is full.
  ///
  /// @return bytes read, -1 if `position` is at or behind the end
  int read(long position, ByteBuffer target) throws IOException;

  /// The bytes of a segment.
  static ByteSource of(MemorySegment segment) {
    return (position, target) -> {
      long left = segment.byteSize() - position;
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, target.remaining());
      target.put(segment.asSlice(position, count).asByteBuffer());
      return count;
    };
  }

  /// The bytes of a channel. A file is read at a position, which moves nothing and lets several
  /// threads read; any other channel is moved by each read.
  static ByteSource of(SeekableByteChannel channel) {
    return channel instanceof FileChannel file
        ? (position, target) -> file.read(target, position)
        : (position, target) -> channel.position(position).read(target);
  }

  /// Fills the first `count` bytes of `target`.
  ///
  /// @throws EOFException if there are fewer: the source is shorter than it was said to be
  default void readFully(long position, byte[] target, int count) throws IOException {
    var buffer = ByteBuffer.wrap(target, 0, count);
    while (buffer.hasRemaining()) {
      if (read(position + buffer.position(), buffer) < 0) {
        throw new EOFException("the base ended at " + (position + buffer.position()) + " bytes");
      }
    }
  }
}
