package dev.sluice.testkit;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/// A file in memory that grows as it is written. Closing it does nothing: what was written can
/// still be looked at.
///
/// For one thread.
public final class MemoryChannel implements SeekableByteChannel {
  private byte[] content;
  private int length;
  private int position;

  private MemoryChannel(byte[] content, int length) {
    this.content = content;
    this.length = length;
  }

  /// A file with this content, positioned at its start.
  public static MemoryChannel of(byte[] content) {
    return new MemoryChannel(content.clone(), content.length);
  }

  /// An empty file that needs no more memory until it is longer than `roomBytes`: a measurement on
  /// it measures no copying.
  public static MemoryChannel withRoom(long roomBytes) {
    return new MemoryChannel(new byte[Math.toIntExact(roomBytes)], 0);
  }

  /// What stands in it now.
  public byte[] bytes() {
    return Arrays.copyOf(content, length);
  }

  @Override
  public int read(ByteBuffer target) {
    if (position >= length) {
      return -1;
    }
    int count = Math.min(target.remaining(), length - position);
    target.put(content, position, count);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    int count = source.remaining();
    if (position + count > content.length) {
      content = Arrays.copyOf(content, Math.max(position + count, 2 * content.length));
    }
    source.get(content, position, count);
    position += count;
    length = Math.max(length, position);
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public MemoryChannel position(long newPosition) {
    position = Math.toIntExact(newPosition);
    return this;
  }

  @Override
  public long size() {
    return length;
  }

  /// As a file's: what comes back when it grows again is zero.
  @Override
  public MemoryChannel truncate(long size) {
    if (size < length) {
      Arrays.fill(content, Math.toIntExact(size), length, (byte) 0);
      length = (int) size;
    }
    position = (int) Math.min(position, size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
