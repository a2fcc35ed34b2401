package dev.sluice.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.function.Supplier;

/// An open file of a disk in memory: each read sees what the disk holds now, each write goes there
/// at once.
///
/// For one thread.
public final class StoredChannel implements SeekableByteChannel {
  private final Supplier<byte[]> content;
  private final Store store;
  private int position;

  /// Takes what a file holds after a write.
  @FunctionalInterface
  public interface Store {
    /// Replaces the content.
    ///
    /// @throws IOException if the disk fails
    void accept(byte[] content) throws IOException;
  }

  /// A file, positioned at its start.
  ///
  /// @param content gives what it holds; not changed
  public StoredChannel(Supplier<byte[]> content, Store store) {
    this.content = content;
    this.store = store;
  }

  @Override
  public int read(ByteBuffer target) {
    var bytes = content.get();
    if (position >= bytes.length) {
      return -1;
    }
    int count = Math.min(target.remaining(), bytes.length - position);
    target.put(bytes, position, count);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = source.remaining();
    var before = content.get();
    var after = Arrays.copyOf(before, Math.max(before.length, position + count));
    source.get(after, position, count);
    store.accept(after);
    position += count;
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public StoredChannel position(long newPosition) {
    position = Math.toIntExact(newPosition);
    return this;
  }

  @Override
  public long size() {
    return content.get().length;
  }

  @Override
  public StoredChannel truncate(long size) throws IOException {
    var before = content.get();
    if (size < before.length) {
      store.accept(Arrays.copyOf(before, Math.toIntExact(size)));
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
