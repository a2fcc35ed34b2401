package dev.sluice.stack.cli;

import dev.sluice.delta.inplace.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that a patch is applied to in place, or its journal.
final class FileStorage implements Storage, AutoCloseable {
  private final FileChannel channel;

  private FileStorage(FileChannel channel) {
    this.channel = channel;
  }

  /// Opens a file that is there.
  static FileStorage open(Path file) throws IOException {
    return new FileStorage(
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /// Opens a file, or creates it, so that its name is durable.
  static FileStorage openOrCreate(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().resolveSibling("."))) {
      folder.force(true);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new FileStorage(channel);
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

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
