package dev.sluice.publisher.patch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// The folder in which patches are made. Only files with our own prefix are ever deleted. For any
/// number of threads.
public final class WorkDirectory {
  private static final String PREFIX = "sluice-delta-";

  private final Path directory;
  private final AtomicLong next = new AtomicLong();

  private WorkDirectory(Path directory) {
    this.directory = directory;
  }

  /// Makes the folder if need be and deletes what an earlier run left there.
  ///
  /// @throws IOException in one line, if it cannot be used
  public static WorkDirectory open(Path directory) throws IOException {
    try {
      var _ = Files.createDirectories(directory);
      deleteLeftovers(directory);
    } catch (IOException e) {
      throw new IOException(
          "work-directory "
              + directory
              + ": expected a folder that can be written, got "
              + e.getClass().getSimpleName()
              + " "
              + e.getMessage()
              + "; choose another or correct its permissions",
          e);
    }
    return new WorkDirectory(directory);
  }

  private static void deleteLeftovers(Path directory) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }

  /// A name for a new file, which is deleted with the result.
  public TemporaryFile newFile(String purpose) {
    return new TemporaryFile(directory.resolve(PREFIX + next.incrementAndGet() + "-" + purpose));
  }

  /// A file that lives as long as the work on it.
  ///
  /// @param path where it is, once somebody has made it
  public record TemporaryFile(Path path) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      var _ = Files.deleteIfExists(path);
    }
  }
}
