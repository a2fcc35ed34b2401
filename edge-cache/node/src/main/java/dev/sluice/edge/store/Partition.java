package dev.sluice.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The part of a disk on which slices are written. Others may write there too, so that it can be
/// full whatever the limit of the store is.
interface Partition {
  /// Starts a new file.
  FileChannel create(Path file) throws IOException;

  /// Writes all of a buffer at the end of a file.
  void write(FileChannel channel, ByteBuffer bytes) throws IOException;

  /// Whether fewer bytes are free than needed, so that a failure to write is no surprise.
  boolean isFull(Path directory, long neededBytes);

  /// The real one.
  final class Real implements Partition {
    @Override
    public FileChannel create(Path file) throws IOException {
      return FileChannel.open(
          file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public boolean isFull(Path directory, long neededBytes) {
      try {
        return Files.getFileStore(directory).getUsableSpace() < neededBytes;
      } catch (IOException _) {
        return false; // what cannot be asked has another fault
      }
    }
  }
}
