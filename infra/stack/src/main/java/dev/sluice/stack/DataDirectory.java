package dev.sluice.stack;

import dev.sluice.program.exit.FailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The folder below which one pipeline keeps everything, held by one process at a time.
///
/// It may be used again by a later process, after an orderly stop or a kill. Secrets are made on
/// first use, one file each, readable by the owner only.
public final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel lockFile;

  private DataDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /// Makes the folder where it is missing and takes hold of it.
  ///
  /// @throws FailedException if it cannot be written, or another process holds it
  public static DataDirectory open(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    FileChannel lockFile;
    try {
      Files.createDirectories(root);
      lockFile =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new FailedException(
          "data directory "
              + root
              + ": a folder that can be written was expected, but "
              + Reason.of(e)
              + "; choose another with --data",
          e);
    }
    try {
      FileLock lock = lockFile.tryLock();
      if (lock != null) {
        return new DataDirectory(root, lockFile);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same answer as for another one.
    } catch (IOException e) {
      throw new FailedException("data directory " + root + " cannot be locked", e);
    }
    throw new FailedException(
        "data directory "
            + root
            + " is in use by another running pipeline; stop that one, or choose another with --data");
  }

  /// The folder itself, absolute.
  public Path root() {
    return root;
  }

  /// A folder or file below the root.
  public Path resolve(String name) {
    return root.resolve(name);
  }

  /// The secret of that name, 64 hex digits, made on first use.
  public String secret(String name) throws IOException {
    return Secrets.of(root, name);
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock of " + root + " cannot be released", e);
    }
  }
}
