package dev.sluice.patch;

import dev.sluice.formats.stream.ByteSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// The base of a patch, read at any position. Must not change while it is in use.
public interface RandomReader {
  /// Length of the whole, fixed for the life of the reader.
  long lengthBytes();

  /// Reads at least one byte into `target` unless it is full.
  ///
  /// @param position 0 to [#lengthBytes]
  /// @return bytes read, -1 at the end
  int read(long position, ByteBuffer target) throws IOException;

  /// Nothing: the base of a compressed full artifact.
  static RandomReader empty() {
    return of(MemorySegment.ofArray(new byte[0]));
  }

  /// The bytes of a segment, which must stay open as long as the reader is used.
  static RandomReader of(MemorySegment segment) {
    return new RandomReader() {
      @Override
      public long lengthBytes() {
        return segment.byteSize();
      }

      @Override
      public int read(long position, ByteBuffer target) {
        long left = segment.byteSize() - position;
        if (left <= 0) {
          return -1;
        }
        int count = (int) Math.min(left, target.remaining());
        target.put(segment.asSlice(position, count).asByteBuffer());
        return count;
      }
    };
  }

  /// The bytes of a channel, which is not closed. An open file is read without moving it, and so by
  /// several threads at a time; any other channel is moved by each read.
  static RandomReader of(SeekableByteChannel channel) throws IOException {
    long lengthBytes = channel.size();
    var bytes = ByteSource.of(channel);
    return new RandomReader() {
      @Override
      public long lengthBytes() {
        return lengthBytes;
      }

      @Override
      public int read(long position, ByteBuffer target) throws IOException {
        return bytes.read(position, target);
      }
    };
  }
}
