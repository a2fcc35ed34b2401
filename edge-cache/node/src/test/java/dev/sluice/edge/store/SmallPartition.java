package dev.sluice.edge.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A partition with room for few bytes below a directory. It takes as much of a write as fits, as
/// real ones do.
final class SmallPartition implements Partition {
  private final Partition real = new Partition.Real();
  private final Path directory;
  private volatile long capacityBytes;

  SmallPartition(Path directory, long capacityBytes) {
    this.directory = directory;
    this.capacityBytes = capacityBytes;
  }

  void setCapacity(long bytes) {
    capacityBytes = bytes;
  }

  long usedBytes() {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    return real.create(file);
  }

  @Override
  public void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    var room = Math.max(0, capacityBytes - usedBytes());
    if (room >= bytes.remaining()) {
      real.write(channel, bytes);
      return;
    }
    real.write(channel, bytes.slice(bytes.position(), (int) room));
    throw new IOException("No space left on device");
  }

  @Override
  public boolean isFull(Path path, long neededBytes) {
    return capacityBytes - usedBytes() < neededBytes;
  }
}
