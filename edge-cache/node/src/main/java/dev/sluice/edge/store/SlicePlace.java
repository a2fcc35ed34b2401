package dev.sluice.edge.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where the bytes of a slice are.
sealed interface SlicePlace {
  /// Opens them for one reader.
  ///
  /// @throws NoSuchFileException if the slice has left
  /// @throws EOFException if there are fewer bytes than the slice has
  OpenSlice open(long lengthBytes) throws IOException;

  /// The slice leaves; readers that have opened it read on.
  void remove() throws IOException;

  /// A file of the store, of which the slice is the first bytes.
  record InFile(Path file) implements SlicePlace {
    @Override
    public OpenSlice open(long lengthBytes) throws IOException {
      var channel = FileChannel.open(file, StandardOpenOption.READ);
      if (channel.size() < lengthBytes) {
        channel.close();
        throw new EOFException(file + " must hold " + lengthBytes + " bytes and is shorter");
      }
      return new OpenSlice.InFile(channel);
    }

    @Override
    public void remove() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /// Memory, as the disk took no more.
  record InMemory(SpareBytes bytes) implements SlicePlace {
    @Override
    public OpenSlice open(long lengthBytes) throws IOException {
      if (!bytes.enter()) {
        throw new NoSuchFileException("a slice in memory that has left");
      }
      return new OpenSlice.InMemory(bytes);
    }

    @Override
    public void remove() {
      bytes.leave();
    }
  }
}
