package dev.sluice.bench;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// A scratch file in memory of fixed room, so that a benchmark measures the patcher and no disk.
final class MemoryChannel implements SeekableByteChannel {
  private final ByteBuffer content;
  private int length;
  private int position;

  MemoryChannel(long roomBytes) {
    content = ByteBuffer.allocate(Math.toIntExact(roomBytes));
  }

  @Override
  public int read(ByteBuffer target) {
    int count = Math.min(target.remaining(), length - position);
    if (count <= 0) {
      return -1;
    }
    target.put(content.slice(position, count));
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    int count = source.remaining();
    content.put(position, source, source.position(), count);
    source.position(source.limit());
    position += count;
    length = Math.max(length, position);
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = Math.toIntExact(newPosition);
    return this;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    length = Math.toIntExact(Math.min(size, length));
    position = Math.min(position, length);
    return this;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
