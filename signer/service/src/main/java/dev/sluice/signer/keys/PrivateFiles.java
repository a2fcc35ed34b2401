package dev.sluice.signer.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/// Files that only their owner can read, changed so that a power cut leaves the old or the new
/// state.
final class PrivateFiles {
  static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PrivateFiles() {}

  /// Makes a directory of mode 0700 if it is not there.
  ///
  /// @return the directory
  /// @throws IOException if it cannot be made or written, or others can read it
  static Path ensureDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      try {
        Files.createDirectories(directory, DIRECTORY);
        force(directory);
      } catch (IOException e) {
        throw new IOException(
            "%s: expected a directory that can be made, got %s"
                .formatted(directory, e.getClass().getSimpleName() + " " + e.getMessage()),
            e);
      }
    }
    requirePrivate(directory, DIRECTORY.value(), "0700");
    if (!Files.isWritable(directory)) {
      throw new IOException(
          directory + ": expected a directory that can be written, got one that cannot");
    }
    return directory;
  }

  static void requirePrivateFile(Path file) throws IOException {
    requirePrivate(file, FILE.value(), "0600");
  }

  private static void requirePrivate(Path path, Set<PosixFilePermission> mode, String octal)
      throws IOException {
    Set<PosixFilePermission> tooMany = new HashSet<>(Files.getPosixFilePermissions(path));
    tooMany.removeAll(mode);
    if (!tooMany.isEmpty()) {
      throw new IOException(
          "%s: expected mode %s, because it holds signing keys, got %s; run chmod %s on it"
              .formatted(
                  path,
                  octal,
                  PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
                  octal));
    }
  }

  /// Writes a file that is whole, and on the disk, as soon as it has its name.
  static void write(Path directory, String name, String text) throws IOException {
    Path fresh = Files.createTempFile(directory, "new-", ".pem", FILE);
    try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        var _ = channel.write(bytes);
      }
      channel.force(true);
    }
    move(fresh, directory.resolve(name));
  }

  /// Moves a file so that it stands in one of the two places after a power cut.
  static void move(Path from, Path to) throws IOException {
    var _ = Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    force(to);
    force(from);
  }

  static void delete(Path file) throws IOException {
    Files.delete(file);
    force(file);
  }

  /// Has the directory of a file on the disk.
  private static void force(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      try (var channel = FileChannel.open(directory)) {
        channel.force(true);
      }
    }
  }
}
