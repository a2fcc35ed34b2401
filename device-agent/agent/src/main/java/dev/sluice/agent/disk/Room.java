package dev.sluice.agent.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much more fits on the disks of a device.
public interface Room {
  /// What the file systems say.
  Room OF_FILE_SYSTEMS =
      new Room() {
        @Override
        public long freeBytes(Path directory) throws IOException {
          return Files.getFileStore(directory).getUsableSpace();
        }

        @Override
        public boolean isShared(Path directory, Path other) throws IOException {
          return Files.getFileStore(directory).equals(Files.getFileStore(other));
        }
      };

  /// How many bytes more fit into a directory that is there.
  long freeBytes(Path directory) throws IOException;

  /// Whether what one directory takes is lost to the other.
  boolean isShared(Path directory, Path other) throws IOException;
}
