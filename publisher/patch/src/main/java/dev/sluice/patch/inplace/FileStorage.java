package dev.sluice.patch.inplace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// An open file.
final class FileStorage implements Storage {
  private final FileChannel channel;

  FileStorage(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public long lengthBytes() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return channel.read(target, position);
  }

  @Override
  public void write(long position, ByteBuffer source) throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      at += channel.write(source, at);
    }
  }

  @Override
  public void truncate(long lengthBytes) throws IOException {
    var _ = channel.truncate(lengthBytes);
  }

  @Override
  public void force() throws IOException {
    channel.force(true);
  }
}
