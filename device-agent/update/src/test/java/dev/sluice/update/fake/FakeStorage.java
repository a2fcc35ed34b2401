package dev.sluice.update.fake;

import dev.sluice.patch.inplace.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/// A file in memory whose every change may fail.
final class FakeStorage implements Storage {
  private final Supplier<byte[]> content;
  private final Target target;

  /// Takes what the file shall hold after a change.
  @FunctionalInterface
  interface Target {
    void put(byte[] bytes) throws IOException;
  }

  FakeStorage(Supplier<byte[]> content, Target target) {
    this.content = content;
    this.target = target;
  }

  @Override
  public long lengthBytes() {
    return content.get().length;
  }

  @Override
  public int read(long position, ByteBuffer buffer) {
    byte[] bytes = content.get();
    if (position >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(buffer.remaining(), bytes.length - position);
    buffer.put(bytes, (int) position, count);
    return count;
  }

  @Override
  public void write(long position, ByteBuffer source) throws IOException {
    byte[] before = content.get();
    int end = (int) position + source.remaining();
    byte[] after = Arrays.copyOf(before, Math.max(before.length, end));
    source.get(after, (int) position, source.remaining());
    target.put(after);
  }

  @Override
  public void truncate(long lengthBytes) throws IOException {
    target.put(Arrays.copyOf(content.get(), (int) lengthBytes));
  }

  /// Every change is durable at once.
  @Override
  public void force() {}
}
