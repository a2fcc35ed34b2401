package dev.sluice.patch.inplace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// The part of a journal that holds the contents of the base's streams.
final class JournalContents implements SeekableByteChannel {
  private final Storage storage;
  private final long start;
  private long length;
  private long position;

  /// @param start where it begins in the journal, which ends there or later
  /// @param length how much is there
  JournalContents(Storage storage, long start, long length) {
    this.storage = storage;
    this.start = start;
    this.length = length;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (position >= length) {
      return -1;
    }
    int limit = target.limit();
    target.limit((int) Math.min(limit, target.position() + length - position));
    try {
      int count = storage.read(start + position, target);
      position += Math.max(0, count);
      return count;
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = source.remaining();
    storage.write(start + position, source);
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
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new UnsupportedOperationException("contents are written once");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /// The journal stays open.
  @Override
  public void close() {}
}
