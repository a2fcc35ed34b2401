package dev.sluice.publisher.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that gets its name only once it is whole; until then it stands beside it.
final class StagedFile implements AutoCloseable {
  private final Path target;
  private final Path staged;
  private boolean isOurs;

  /// @param target the name in the end; a file that has it is replaced
  StagedFile(Path target) {
    this.target = target;
    this.staged = beside(target, "new");
  }

  /// The path of a hidden file that goes with another.
  static Path beside(Path file, String suffix) {
    return file.resolveSibling("." + file.getFileName() + "." + suffix);
  }

  /// Creates it, empty.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if another process is at it, or was cut off
  FileChannel create() throws IOException {
    FileChannel channel =
        FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    isOurs = true;
    return channel;
  }

  /// Makes it durable and gives it its name.
  void commit() throws IOException {
    try (FileChannel channel = FileChannel.open(staged, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Removes what it created and did not give its name.
  @Override
  public void close() throws IOException {
    if (isOurs) {
      boolean _ = Files.deleteIfExists(staged);
    }
  }
}
